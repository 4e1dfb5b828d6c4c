package org.mcporchestrator.cli.progress;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

import org.mcporchestrator.cli.client.Event;

/** How events, durations and money read in one line. What comes from models or callers loses its control characters. */
final class Wording {

    private static final int CENTS = 2;
    private static final int SMALL = 4;

    private Wording() {}

    static String of(Event event) {
        var data = event.data();
        return switch (event.type()) {
            case "workflow_start" -> "started: " + plain(event.text("title"));
            case "workflow_resumed" -> "goes on: %d steps are recorded".formatted(data.path("recorded_steps").asInt());
            case "decomposition_complete" -> "split into %d subtasks".formatted(data.path("subtask_count").asInt());
            case "agent_start" -> "%s begins: %s".formatted(event.text("subtask_id"), plain(event.text("description")));
            case "agent_complete" -> "%s done: %s, %s".formatted(event.text("subtask_id"), time(data.path("execution_time")
                    .decimalValue()), data.path("cost").isNumber() ? money(data.path("cost").decimalValue())
                            : "price not known");
            case "agent_error" -> "%s failed: %s".formatted(event.text("subtask_id"), plain(event.text("error")));
            case "synthesis_start" -> level(event) + " begins";
            case "synthesis_complete" -> level(event) + " done";
            case "workflow_complete" -> "completed: " + total(event);
            case "workflow_error" -> "failed: %s; %s".formatted(plain(event.text("error")), total(event));
            case "workflow_cancelled" -> "cancelled: " + total(event);
            default -> event.type().replace('_', ' ');
        };
    }

    private static String level(Event event) {
        return event.data().path("level").asText("synthesis");
    }

    private static String total(Event event) {
        return time(event.data().path("execution_time").decimalValue()) + ", "
                + money(event.data().path("total_cost").decimalValue());
    }

    static String time(BigDecimal seconds) {
        return time(Duration.ofMillis(seconds.movePointRight(3).longValue()));
    }

    static String time(Duration duration) {
        return duration.toMinutes() > 0 ? "%d min %02d s".formatted(duration.toMinutes(), duration.toSecondsPart())
                : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    static String money(BigDecimal usd) {
        var places = usd.signum() == 0 || usd.compareTo(BigDecimal.ONE) >= 0 ? CENTS : SMALL;
        return "$" + usd.setScale(places, RoundingMode.HALF_UP).toPlainString();
    }

    /** In one line, and without anything that a terminal would obey. */
    static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
