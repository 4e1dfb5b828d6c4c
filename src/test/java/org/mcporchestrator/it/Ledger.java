package org.mcporchestrator.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.mcporchestrator.it.Model.Work;

/**
 * What was promised, and the check that it was kept: the workflows of a test, their readers and the steps whose outcome was
 * seen in Redis.
 */
final class Ledger {

    private final Server redis;
    private final Api api;
    private final Set<String> overlooked = new HashSet<>();
    private final Map<String, String> markers = new ConcurrentHashMap<>();
    private final Map<String, Api.Reader> readers = new ConcurrentHashMap<>();
    /** Steps seen as finished, and how many calls the model had counted by then. */
    private final Map<Work, Long> finished = new HashMap<>();

    Ledger(Server redis, Api api) {
        this.redis = redis;
        this.api = api;
    }

    /** Notes a workflow that was acknowledged, and reads its events from now on. */
    void acknowledged(String id, String marker) {
        markers.put(id, marker);
        readers.put(id, api.read(id));
    }

    Set<String> ids() {
        return Set.copyOf(markers.keySet());
    }

    /** The markers of these workflows. */
    Set<String> markers(Set<String> ids) {
        return ids.stream().map(id -> markers.getOrDefault(id, "")).collect(Collectors.toSet());
    }

    Collection<Api.Reader> readers() {
        return List.copyOf(readers.values());
    }

    /** Those of which Redis does not know an end. */
    Set<String> unended() {
        var ids = new HashSet<>(ids());
        ids.removeAll(redis.names("SMEMBERS", "workflows:completed"));
        return ids;
    }

    /** What is in Redis already is none of this test's. */
    void overlook() {
        overlooked.addAll(redis.names("ZRANGE", "workflows:by_created", "0", "-1"));
    }

    /** Workflows that Redis knows, though their submission was never answered. */
    void adopt() {
        for (var id : redis.names("ZRANGE", "workflows:by_created", "0", "-1")) {
            if (!ids().contains(id) && !overlooked.contains(id)) {
                var task = Api.json(redis.text("workflow:" + id)).path("task").asText();
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
            entries(events.get(i)).stream().flatMap(Ledger::finishedBy)
                    .forEach(step -> finished.putIfAbsent(new Work(marker, step), now));
        }
    }

    /** The steps that have their outcome with this event. */
    private static Stream<String> finishedBy(Api.Event event) {
        var data = event.envelope().path("data");
        return switch (event.type()) {
            case "decomposition_complete" -> Stream.of("decomposition");
            case "agent_complete" -> Stream.of(data.path("subtask_id").asText());
            case "synthesis_complete" -> data.path("level").asText().equals("drummer") ? Stream.of("drummer_0", "drummer_1")
                    : Stream.of();
            case "workflow_complete" -> Stream.of("camina");
            default -> Stream.of();
        };
    }

    /**
     * Calls of steps whose outcome an earlier driver had recorded, made after a later one began. None of them can have been on
     * its way at the takeover: a call that was answered had arrived.
     */
    List<Model.Call> repeatedAfterTakeovers(Model model) {
        var calls = model.calls().stream().collect(Collectors.groupingBy(Model.Call::work));
        return markers.entrySet().stream()
                .flatMap(known -> {
                    var journal = journal(known.getKey());
                    return journal.stream().filter(event -> event.type().equals("workflow_resumed"))
                            .flatMap(resumed -> journal.stream().filter(event -> event.seq() < resumed.seq())
                                    .flatMap(Ledger::finishedBy)
                                    .flatMap(step -> calls.getOrDefault(new Work(known.getValue(), step), List.of()).stream())
                                    .filter(call -> !call.at().isBefore(resumed.at())));
                })
                .distinct().toList();
    }

    /** Calls for steps whose outcome had been seen in Redis before. */
    List<Model.Call> repeatedAfterTheirEnd(Model model) {
        return model.calls().stream()
                .filter(call -> call.order() > finished.getOrDefault(call.work(), Long.MAX_VALUE))
                .toList();
    }

    /** Calls for these workflows. */
    int calls(Model model) {
        return work(model).size();
    }

    /** Calls beyond the first one of each step. */
    long repeated(Model model) {
        var calls = work(model);
        return calls.size() - calls.stream().distinct().count();
    }

    private List<Work> work(Model model) {
        var here = Set.copyOf(markers.values());
        return model.calls().stream().map(Model.Call::work).filter(work -> here.contains(work.workflow())).toList();
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
            var envelope = Api.json(((List<?>) ((List<?>) entry).get(1)).get(1).toString());
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
        var stored = Api.json(redis.text("result:" + id));
        var told = status.path("result");
        assertThat(stored.path("status").asText()).as("result of " + id).isEqualTo("completed");
        assertThat(told.path("final_synthesis")).isEqualTo(stored.path("final_synthesis"));
        assertThat(stored.path("final_synthesis").asText()).startsWith("report of [" + markers.get(id) + "]");
        assertThat(StreamSupport.stream(stored.path("agent_results").spliterator(), false)
                .map(agent -> agent.path("content").asText().substring(0, 20)).toList())
                .as("answers of " + id).hasSize(Model.PARTS).doesNotHaveDuplicates();
        assertThat(told.path("agent_results")).hasSameSizeAs(stored.path("agent_results"));
        assertThat(Api.json(redis.text("workflow:" + id)).path("status").asText()).as("entry of " + id).isEqualTo("completed");
    }

}
