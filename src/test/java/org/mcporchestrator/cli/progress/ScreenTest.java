package org.mcporchestrator.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.cli.client.Client;
import org.mcporchestrator.cli.client.Event;
import org.mcporchestrator.cli.process.Terminal;

import com.fasterxml.jackson.core.JsonProcessingException;

class ScreenTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:12Z"), ZoneOffset.UTC);

    private final StringWriter out = new StringWriter();

    private static Event event(String type, String time, String data) {
        try {
            return new Event("1-1", Client.JSON.readTree("""
                    {"event_type":"%s","timestamp":"2026-01-02T03:04:%sZ","data":%s}""".formatted(type, time, data)));
        } catch (JsonProcessingException failure) {
            throw new AssertionError(failure);
        }
    }

    /** What is left on the terminal when the events have been shown. */
    private List<String> picture(Terminal terminal, Event... events) {
        try (var screen = new Screen("research_5fa182a013b0", new PrintWriter(out), terminal, CLOCK)) {
            List.of(events).forEach(screen::show);
        }
        var pictures = out.toString().split("\033\\[J");
        return pictures[pictures.length - 1].lines().toList();
    }

    private static Event[] someEvents() {
        return new Event[] {
                event("workflow_start", "00", "{\"title\":\"Sky\\u001b[2J\"}"),
                event("decomposition_start", "00", "{}"),
                event("decomposition_complete", "01", """
                        {"subtasks":[{"id":"belter_0","description":"Light"},{"id":"belter_1","description":"Dust"},\
                        {"id":"belter_2","description":"A description that is far too long for the line that it has"},\
                        {"id":"belter_3","description":"Air"}]}"""),
                event("agent_start", "01", "{\"subtask_id\":\"belter_0\",\"description\":\"Light\"}"),
                event("agent_start", "01", "{\"subtask_id\":\"belter_1\",\"description\":\"Dust\"}"),
                event("agent_start", "02",
                        "{\"subtask_id\":\"belter_2\",\"description\":\"A description that is far too long\"}"),
                event("agent_complete", "05", "{\"subtask_id\":\"belter_0\",\"execution_time\":4.25,\"cost\":0.0125}"),
                event("agent_error", "06", "{\"subtask_id\":\"belter_1\",\"error\":\"no answer\",\"cost\":0.002}"),
                event("something_new", "06", "{}") };
    }

    @Test
    void everyAgentHasItsLine() {
        assertThat(picture(new Terminal(24, 60), someEvents())).containsExactly(
                "research_5fa182a013b0  Sky [2J",
                "  ✓ belter_0      Light                      4.3 s  $0.0125",
                "  ✗ belter_1      no answer                         $0.0020",
                "  ▸ belter_2      A description that i…     10.0 s",
                "  · belter_3      Air",
                "  ✓ decomposition                            1.0 s",
                "  running · 1 of 4 agents, 1 failed · $0.0145 · 12.0 s");
    }

    @Test
    void whoWorksIsShownFirstIfThereIsNoRoomForAll() {
        assertThat(picture(new Terminal(9, 60), someEvents())).containsSubsequence(
                "  ▸ belter_2      A description that i…     10.0 s",
                "  ✗ belter_1      no answer                         $0.0020",
                "  … and 2 more");
    }

    @Test
    void synthesisHasOneLineForEachOfItsTiersAndNoOtherBesides() {
        assertThat(picture(new Terminal(24, 60), event("workflow_start", "00", "{\"title\":\"Sky\"}"),
                event("synthesis_start", "01", "{}"), event("synthesis_start", "01", "{\"level\":\"drummer\"}"),
                event("synthesis_complete", "03", "{\"level\":\"drummer\"}"), event("synthesis_complete", "04", "{}")))
                .containsExactly("research_5fa182a013b0  Sky", "  ✓ drummer                                  2.0 s",
                        "  running · 0 of 0 agents · $0.00 · 12.0 s");
    }

    @Test
    void theEndHasTheWholeCostAndTime() {
        assertThat(picture(new Terminal(24, 60), event("workflow_start", "00", "{\"title\":\"Sky\"}"),
                event("workflow_complete", "10", "{\"execution_time\":95.5,\"total_cost\":1.234}")).getLast())
                .isEqualTo("  completed · 0 of 0 agents · $1.23 · 1 min 35 s");
    }
}
