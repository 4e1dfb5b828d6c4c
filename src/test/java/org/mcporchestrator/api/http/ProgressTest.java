package org.mcporchestrator.api.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.mcporchestrator.api.http.Calls.ended;
import static org.mcporchestrator.api.http.Calls.research;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.api.http.SseReader.Frame;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** What a reader sees of answers while they are written. */
@QuarkusTest
@Tag("application")
@TestProfile(SlowInMemory.class)
class ProgressTest {

    @TestHTTPResource
    URI root;

    /** One agent after the other: however long it takes until the readers are there, the last one begins after that. */
    @Test
    void answersAreSeenWhileTheyAreWrittenByThoseWhoReadThen() throws Exception {
        var id = research(Map.of("task", "tides", "max_concurrent_agents", 1, "enable_synthesis", false, "subtasks",
                List.of("one", "two", "three", "four", "five")));

        try (var plain = new SseReader(root, "/stream/" + id, Optional.empty());
                var withText = new SseReader(root, "/stream/" + id + "?deltas=true", Optional.empty())) {
            var progress = of("agent_progress", plain.rest());
            assertThat(progress).isNotEmpty().allSatisfy(frame -> {
                assertThat(frame.id()).isEmpty();
                assertThat(frame.json().getString("task_id")).isEqualTo(id);
                assertThat(frame.json().getLong("data.characters")).isPositive();
            });
            assertThat(progress).extracting(frame -> frame.json().getString("data.agent_id")).contains("agent_belter_4");

            var deltas = of("agent_delta", withText.rest());
            var text = deltas.stream().map(Frame::json)
                    .filter(json -> json.getString("data.agent_id").equals("agent_belter_4"))
                    .map(json -> json.getString("data.text")).toList();
            assertThat(text).hasSizeGreaterThan(1);
            assertThat(String.join("", text)).isEqualTo(ended(id).getString("result.agent_results[4].content"));
        }
        try (var later = new SseReader(root, "/stream/" + id + "?deltas=true", Optional.empty())) {
            assertThat(later.rest()).extracting(Frame::event).endsWith("stream_closed")
                    .doesNotContain("agent_progress", "agent_delta");
        }
    }

    private static List<Frame> of(String event, List<Frame> frames) {
        return frames.stream().filter(frame -> frame.event().equals(event)).toList();
    }

    @Test
    void deltasAreWantedOrNot() {
        given().get("/stream/research_0123456789ab?deltas=please").then().statusCode(400)
                .body("errors.field", equalTo(List.of("deltas")));
    }
}
