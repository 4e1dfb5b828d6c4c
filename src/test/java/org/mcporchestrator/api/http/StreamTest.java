package org.mcporchestrator.api.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.mcporchestrator.api.http.Calls.ended;
import static org.mcporchestrator.api.http.Calls.longResearch;
import static org.mcporchestrator.api.http.Calls.research;
import static org.mcporchestrator.api.http.Calls.tool;

import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcporchestrator.api.http.SseReader.Frame;
import org.mcporchestrator.journal.Position;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@Tag("application")
class StreamTest {

    @TestHTTPResource
    URI root;

    @Test
    void anEndedWorkflowIsToldFromItsFirstEventToItsLast() throws Exception {
        var id = research(Map.of("task", "tides", "num_agents", 3));
        ended(id);

        try (var reader = reader(id, Optional.empty())) {
            var frames = reader.rest();

            assertThat(reader.response().statusCode()).isEqualTo(200);
            assertThat(reader.response().headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            assertThat(reader.response().headers().firstValue("Cache-Control")).hasValue("no-cache");
            assertThat(reader.response().headers().firstValue("X-Accel-Buffering")).hasValue("no");
            assertThat(frames.getFirst().event()).isEqualTo("workflow_start");
            assertThat(frames.get(frames.size() - 2).event()).isEqualTo("workflow_complete");
            assertThat(frames).filteredOn(frame -> frame.event().equals("agent_complete")).hasSize(3);
            assertClosed(frames.getLast(), id);
            assertEventsInOrder(frames.subList(0, frames.size() - 1), id);
        }
    }

    /** Without what can only be seen at the moment. */
    private static List<Frame> recorded(SseReader reader) {
        return reader.rest().stream().filter(frame -> !frame.event().equals("agent_progress")).toList();
    }

    private static void assertClosed(Frame last, String id) {
        assertThat(last.event()).isEqualTo("stream_closed");
        assertThat(last.id()).isEmpty();
        assertThat(last.json().getMap("")).isEqualTo(Map.of("event_type", "stream_closed", "task_id", id));
    }

    private static void assertEventsInOrder(List<Frame> events, String id) {
        var positions = events.stream().map(frame -> Position.parse(frame.id().orElseThrow()).orElseThrow()).toList();
        assertThat(positions).isSorted().doesNotHaveDuplicates();
        assertThat(positions).extracting(Position::seq).startsWith(1L);
        assertThat(events).allSatisfy(frame -> {
            assertThat(frame.json().getString("event_type")).isEqualTo(frame.event());
            assertThat(frame.json().getString("task_id")).isEqualTo(id);
            assertThat(frame.json().getString("timestamp")).endsWith("Z");
            assertThat(frame.json().getMap("data")).isNotNull();
        });
    }

    @Test
    void aRunningWorkflowIsToldWhileItRuns() throws Exception {
        var id = longResearch();

        try (var reader = reader(id, Optional.empty())) {
            assertThat(reader.next().orElseThrow().comment()).isEqualTo("open");
            assertThat(reader.next().orElseThrow().event()).isEqualTo("workflow_start");
            given().get("/stats").then().statusCode(200)
                    .body("streams.find { it.task_id == '" + id + "' }.readers", equalTo(1))
                    .body("streaming.task_ids", org.hamcrest.Matchers.hasItem(id));
            tool("cancel_orchestration", Map.of("task_id", id)).statusCode(200);
            var frames = reader.rest();

            assertThat(frames.get(frames.size() - 2).event()).isEqualTo("workflow_cancelled");
            assertClosed(frames.getLast(), id);
        }
        await().untilAsserted(
                () -> given().get("/stats").then().body("streams.findAll { it.task_id == '" + id + "' }.size()", equalTo(0)));
    }

    @Test
    void aReaderGoesOnWhereItStopped() throws Exception {
        var id = research(Map.of("task", "tides", "num_agents", 3));
        ended(id);
        try (var first = reader(id, Optional.empty())) {
            var all = first.rest();
            var middle = all.get(all.size() / 2);

            try (var second = reader(id, middle.id())) {
                assertThat(second.rest()).isEqualTo(all.subList(all.size() / 2 + 1, all.size()));
            }
        }
    }

    @Test
    void afterTheEndNothingFollows() throws Exception {
        var id = research(Map.of("task", "tides", "num_agents", 1));
        ended(id);
        try (var first = reader(id, Optional.empty())) {
            var frames = first.rest();
            var last = frames.get(frames.size() - 2).id();

            for (var position : List.of(last.orElseThrow(), "999-999")) {
                given().header("Last-Event-ID", position).get("/stream/" + id).then().statusCode(204);
            }
        }
    }

    @Test
    void twoReadersGetTheSame() throws Exception {
        var id = research(Map.of("task", "tides", "num_agents", 20, "max_concurrent_agents", 2));

        try (var first = reader(id, Optional.empty()); var second = reader(id, Optional.empty())) {
            assertThat(recorded(first)).isEqualTo(recorded(second)).isNotEmpty();
        }
    }

    @Test
    void aReaderThatNeverReadsHoldsUpNobody() throws Exception {
        var id = research(Map.of("task", "x".repeat(40_000), "num_agents", 100));
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(1024);
            socket.connect(new java.net.InetSocketAddress(root.getHost(), root.getPort()));
            socket.getOutputStream()
                    .write(("GET /stream/" + id + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));

            assertThat(ended(id).getString("status")).isEqualTo("completed");
            try (var reader = reader(id, Optional.empty())) {
                assertClosed(reader.rest().getLast(), id);
            }
        }
    }

    @Test
    void aReaderThatLeftIsNotCountedAnyMore() throws Exception {
        var id = longResearch();
        try (var reader = reader(id, Optional.empty())) {
            assertThat(reader.next()).isPresent();
        }

        await().untilAsserted(
                () -> given().get("/stats").then().body("streams.findAll { it.task_id == '" + id + "' }.size()", equalTo(0)));
        tool("cancel_orchestration", Map.of("task_id", id));
    }

    @Test
    void aClientThatSetsATimeoutGetsKeepalives() throws Exception {
        var id = research(Map.of("task", "tides", "num_agents", 100, "max_concurrent_agents", 1));

        try (var reader = new SseReader(root, "/stream/" + id + "?timeout=1", Optional.empty())) {
            var keepalive = reader.rest().stream().filter(frame -> frame.event().equals("keepalive")).findFirst();

            assertThat(keepalive).hasValueSatisfying(frame -> {
                assertThat(frame.id()).isEmpty();
                assertThat(frame.json().getString("timestamp")).endsWith("Z");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "research_000000000000", "nonsense", "..%2f..", "research_000000000000;x=1" })
    void anUnknownWorkflowIsNotFound(String id) {
        given().urlEncodingEnabled(false).header("Accept", "text/event-stream").get("/stream/" + id).then().statusCode(404)
                .contentType(startsWith("application/json"))
                .body("success", equalTo(false))
                .body("code", equalTo("unknown_workflow"));
    }

    @Test
    void wrongPositionsAndTimeoutsAreProblems() {
        var id = research(Map.of("task", "tides"));
        for (var position : List.of("x", "1", "1-", "-1-1", "1-1-1", "1e3-1", "99999999999999999999-1")) {
            given().header("Last-Event-ID", position).get("/stream/" + id).then().statusCode(400)
                    .contentType(startsWith("application/json"))
                    .body("errors.field", equalTo(List.of("Last-Event-ID")));
        }
        for (var timeout : List.of("0", "61", "-1", "x", "1.5", "", "999999999999")) {
            given().header("Last-Event-ID", "x").get("/stream/" + id + "?timeout=" + timeout).then().statusCode(400)
                    .body("errors.field", equalTo(List.of("timeout", "Last-Event-ID")));
        }
    }

    private SseReader reader(String id, Optional<String> lastEventId) throws Exception {
        return new SseReader(root, "/stream/" + id, lastEventId);
    }
}
