package org.mcporchestrator.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What was promised, and the check that it was kept: the workflows of a test, their readers and the steps whose outcome was
 * seen
 * in Redis.
 */
final class Ledger {

    /** A step as the model counts it. */
    record Work(String workflow, String step) {}

    private final Server redis;
    private final Api api;
    private final Map<String, String> markers = new HashMap<>();
    private final Map<String, Api.Reader> readers = new HashMap<>();
    /** Steps seen as finished, and how many calls the model had counted by then. */
    private final Map<Work, Long> finished = new HashMap<>();

    Ledger(Server redis, Api api) {
        this.redis = redis;
        this.api = api;
    }

    /** Notes a workflow that was acknowledged, and reads its events from now on. */
    synchronized void acknowledged(String id, String marker) {
        markers.put(id, marker);
        readers.put(id, api.read(id));
    }

    synchronized Set<String> ids() {
        return Set.copyOf(markers.keySet());
    }

    synchronized Collection<Api.Reader> readers() {
        return List.copyOf(readers.values());
    }

    /** Those of which Redis does not know an end. */
    Set<String> unended() {
        var ids = new HashSet<>(ids());
        ids.removeAll(redis.names("SMEMBERS", "workflows:completed"));
        return ids;
    }

    /** Workflows that Redis knows, though their submission was never answered. */
    void adopt() {
        for (var id : redis.names("ZRANGE", "workflows:by_created", "0", "-1")) {
            if (!ids().contains(id)) {
                var task = json(redis.text("workflow:" + id)).path("task").asText();
                acknowledged(id, task.substring(1, task.indexOf(']')));
            }
        }
    }

    /**
     * Notes which steps have their outcome in Redis by now: none of them may be called again, whoever drives on.
     */
    void note(Model model) {
        var open = List.copyOf(ids());
        var answers = redis.askAll(open.stream().map(id -> new String[] { "HKEYS", "steps:" + id }).toList());
        var events = redis.askAll(open.stream().map(id -> new String[] { "XRANGE", "journal:" + id, "-", "+" }).toList());
        var now = model.now();
        for (var i = 0; i < open.size(); i++) {
            var marker = markers.get(open.get(i));
            for (var step : (List<?>) answers.get(i)) {
                finished.putIfAbsent(new Work(marker, step.toString()), now);
            }
            for (var event : entries(events.get(i))) {
                if (event.type().equals("agent_complete")) {
                    finished.putIfAbsent(new Work(marker, event.envelope().path("data").path("subtask_id").asText()), now);
                }
                if (event.type().equals("workflow_complete")) {
                    finished.putIfAbsent(new Work(marker, "camina"), now);
                }
            }
        }
    }

    /** Calls for steps whose outcome had been seen in Redis before. */
    List<String> repeatedAfterTheirEnd(Model model) {
        return model.calls().stream()
                .filter(call -> call.order() > finished.getOrDefault(new Work(call.workflow(), call.step()), Long.MAX_VALUE))
                .map(call -> call.workflow() + "/" + call.step() + " call " + call.order() + " at " + call.at())
                .toList();
    }

    /** Calls beyond the first one of each step. */
    static long repeated(Model model) {
        return model.calls().size() - model.calls().stream().map(call -> new Work(call.workflow(), call.step())).distinct()
                .count();
    }

    /** The events of one workflow, short, for failure messages. */
    String story(String marker) {
        return markers.entrySet().stream().filter(known -> known.getValue().equals(marker))
                .flatMap(known -> journal(known.getKey()).stream()
                        .map(event -> "\n" + known.getKey() + " " + event.position() + " " + event.type() + " "
                                + event.envelope().path("timestamp").asText() + " "
                                + event.envelope().path("data").path("subtask_id").asText()))
                .collect(Collectors.joining());
    }

    int finished() {
        return finished.size();
    }

    static List<Api.Event> entries(Object range) {
        var events = new ArrayList<Api.Event>();
        for (var entry : (List<?>) range) {
            var envelope = json(((List<?>) ((List<?>) entry).get(1)).get(1).toString());
            events.add(new Api.Event(((List<?>) entry).get(0).toString(), envelope.path("event_type").asText(), envelope));
        }
        return events;
    }

    List<Api.Event> journal(String id) {
        return entries(redis.ask("XRANGE", "journal:" + id, "-", "+"));
    }

    /** Every workflow is completed, with all its outcomes once; all that tells of it agrees. */
    void verify() throws IOException {
        for (var id : ids()) {
            var journal = journal(id);
            assertThat(journal).as("journal of " + id).isNotEmpty();
            assertThat(journal).as("numbers without gap of " + id).extracting(Api.Event::seq)
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, journal.size()).boxed().toList());
            assertThat(journal.getLast().type()).as("end of " + id).isEqualTo("workflow_complete");
            assertThat(journal.stream().filter(event -> event.type().equals("agent_complete"))
                    .map(event -> event.envelope().path("data").path("subtask_id").asText()).toList())
                    .as("outcomes told of " + id)
                    .containsExactlyInAnyOrder("belter_0", "belter_1", "belter_2", "belter_3", "belter_4");
            assertThat(readers.get(id).events()).as("events read of " + id).containsExactlyElementsOf(journal);
            result(id);
        }
    }

    private void result(String id) throws IOException {
        var status = api.status(id).body();
        assertThat(status.path("status").asText()).as("status of " + id).isEqualTo("completed");
        var stored = json(redis.text("result:" + id));
        var told = status.path("result");
        assertThat(stored.path("status").asText()).as("result of " + id).isEqualTo("completed");
        assertThat(told.path("final_synthesis")).isEqualTo(stored.path("final_synthesis"));
        assertThat(stored.path("final_synthesis").asText()).startsWith("report of [" + markers.get(id) + "]");
        assertThat(StreamSupport.stream(stored.path("agent_results").spliterator(), false)
                .map(agent -> agent.path("content").asText().substring(0, 20)).toList())
                .as("answers of " + id).hasSize(Model.PARTS).doesNotHaveDuplicates();
        assertThat(told.path("agent_results")).hasSameSizeAs(stored.path("agent_results"));
        assertThat(json(redis.text("workflow:" + id)).path("status").asText()).as("entry of " + id).isEqualTo("completed");
    }

    private static JsonNode json(String text) {
        try {
            return Api.JSON.readTree(text);
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }
}
