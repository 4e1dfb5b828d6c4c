package org.mcporchestrator.cli.progress;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.mcporchestrator.cli.client.Event;

import com.fasterxml.jackson.databind.JsonNode;

/** Where a workflow stands, as far as its events have been read. Events of kinds that it does not know change nothing. */
final class Board {

    private static final String WHOLE = "synthesis";
    private static final Set<String> TIERS = Set.of("drummer", "camina");

    private final Map<String, Line> agents = new LinkedHashMap<>();
    private final Map<String, Line> tiers = new LinkedHashMap<>();
    private String title = "";
    private Optional<Instant> started = Optional.empty();
    private Optional<Ending> ending = Optional.empty();

    enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED
    }

    /**
     * An agent, or a tier of the synthesis.
     *
     * @param since the event that brought it into this state
     * @param took empty until it is done
     * @param cost in USD; empty if it is not done or has no known price
     */
    record Line(String name, String text, State state, Instant since, Optional<Duration> took, Optional<BigDecimal> cost) {

        Line now(State next, Instant at) {
            return new Line(name, text, next, at, took, cost);
        }
    }

    /** How it ended: the event's data. */
    record Ending(String type, JsonNode data, Duration took) {}

    void add(Event event) {
        var at = Instant.parse(event.envelope().path("timestamp").asText(Instant.EPOCH.toString()));
        switch (event.type()) {
            case "workflow_start" -> {
                title = event.text("title");
                started = Optional.of(at);
            }
            case "decomposition_start" -> tier("decomposition", State.RUNNING, at);
            case "decomposition_complete" -> split(event, at);
            case "agent_start" -> agents.put(event.text("subtask_id"), new Line(event.text("subtask_id"),
                    event.text("description"), State.RUNNING, at, Optional.empty(), Optional.empty()));
            case "agent_complete" -> agents.computeIfPresent(event.text("subtask_id"), (_, line) -> answered(line, event, at));
            case "agent_error" -> agents.computeIfPresent(event.text("subtask_id"), (_, line) -> failed(line, event, at));
            case "synthesis_start" -> tier(level(event), State.RUNNING, at);
            case "synthesis_complete" -> tier(level(event), State.DONE, at);
            case "workflow_complete", "workflow_error", "workflow_cancelled" -> ending = Optional
                    .of(new Ending(event.type(), event.data(), seconds(event.data().path("execution_time"))));
            default -> {
                // nothing to show
            }
        }
    }

    private void split(Event event, Instant at) {
        tier("decomposition", State.DONE, at);
        event.data().path("subtasks").forEach(subtask -> agents.put(subtask.path("id").asText(),
                new Line(subtask.path("id").asText(), subtask.path("description").asText(), State.WAITING, at, Optional.empty(),
                        Optional.empty())));
    }

    private static Line answered(Line line, Event event, Instant at) {
        return new Line(line.name(), line.text(), State.DONE, at, Optional.of(seconds(event.data().path("execution_time"))),
                cost(event));
    }

    private static Line failed(Line line, Event event, Instant at) {
        return new Line(line.name(), event.text("error"), State.FAILED, at, line.took(), cost(event));
    }

    private static Optional<BigDecimal> cost(Event event) {
        return Optional.of(event.data().path("cost")).filter(JsonNode::isNumber).map(JsonNode::decimalValue);
    }

    private static String level(Event event) {
        return event.data().path("level").asText(WHOLE);
    }

    /** Synthesis as a whole has no level. It is not shown beside its tiers, which only some patterns have. */
    private void tier(String name, State state, Instant at) {
        if (name.equals(WHOLE) && TIERS.stream().anyMatch(tiers::containsKey)) {
            return;
        }
        if (TIERS.contains(name)) {
            tiers.remove(WHOLE);
        }
        tiers.put(name, new Line(name, "", state, at, state == State.DONE ? took(name, at) : Optional.empty(),
                Optional.empty()));
    }

    private Optional<Duration> took(String name, Instant at) {
        return Optional.ofNullable(tiers.get(name)).map(line -> Duration.between(line.since(), at));
    }

    static Duration seconds(JsonNode number) {
        return Duration.ofMillis(number.decimalValue().movePointRight(3).longValue());
    }

    String title() {
        return title;
    }

    Collection<Line> agents() {
        return agents.values();
    }

    Collection<Line> tiers() {
        return tiers.values();
    }

    Optional<Instant> started() {
        return started;
    }

    Optional<Ending> ending() {
        return ending;
    }

    long count(State state) {
        return agents.values().stream().filter(line -> line.state() == state).count();
    }

    /** The whole cost once it has ended, until then that of the agents. */
    BigDecimal cost() {
        return ending.map(end -> end.data().path("total_cost")).filter(JsonNode::isNumber).map(JsonNode::decimalValue)
                .orElseGet(() -> agents.values().stream().flatMap(line -> line.cost().stream())
                        .reduce(BigDecimal.ZERO, BigDecimal::add));
    }
}
