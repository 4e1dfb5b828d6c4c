package org.mcporchestrator.cli.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

class ClientTest {

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    private final Client client = new Client(URI.create(SERVER.baseUrl()), Optional.of("secret"));

    private List<String> follow(String after) {
        var positions = new ArrayList<String>();
        client.follow("search_000000000000", after, event -> positions.add(event.position() + " " + event.type()));
        return positions;
    }

    private static String frame(String position, String type) {
        return "id: %s\nevent: %s\ndata: {\"event_type\":\"%s\",\"data\":{}}\n\n".formatted(position, type, type);
    }

    @Test
    void comesBackAfterTheLastEventIfTheConnectionBreaks() {
        SERVER.stubFor(get("/stream/search_000000000000").withHeader("Authorization", equalTo("Bearer secret"))
                .withHeader("Last-Event-ID", absent())
                .willReturn(ok(": open\n\n" + frame("1-1", "workflow_start") + "id: 1-2\nevent: agent_start\n")));
        SERVER.stubFor(get("/stream/search_000000000000").withHeader("Last-Event-ID", equalTo("1-1"))
                .willReturn(ok(frame("2-2", "workflow_complete") + "event: stream_closed\ndata: {}\n\n")));

        assertThat(follow("")).containsExactly("1-1 workflow_start", "2-2 workflow_complete");
    }

    @Test
    void nothingFollowsTheLastEvent() {
        SERVER.stubFor(get("/stream/search_000000000000").willReturn(aResponse().withStatus(204)));

        assertThat(follow("1-9")).isEmpty();
    }

    @Test
    void streamThatCannotGoOnIsRefused() {
        SERVER.stubFor(get("/stream/search_000000000000")
                .willReturn(ok("event: stream_error\ndata: {\"error\":\"too slow\"}\n\n")));

        assertThatThrownBy(() -> follow("")).isInstanceOf(Failure.Refused.class).hasMessage("too slow");
    }

    @Test
    void answerOfSomethingElseIsNoAnswer() {
        SERVER.stubFor(get("/").willReturn(ok("<html>")));

        assertThatThrownBy(() -> client.get("/")).isInstanceOf(Failure.Refused.class).hasMessageContaining("no JSON");
    }
}
