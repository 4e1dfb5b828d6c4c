package org.mcporchestrator.cli.mcp;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mcporchestrator.cli.client.Client;
import org.mcporchestrator.cli.process.Surroundings;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;

class BridgeTest {

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    private static final String INITIALIZE = """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}""";
    private static final String INITIALIZED = """
            {"jsonrpc":"2.0","method":"notifications/initialized"}""";
    private static final String LIST = """
            {"jsonrpc":"2.0","id":"a","method":"tools/list"}""";

    private record Talk(List<JsonNode> out, String err) {

        JsonNode only() {
            assertThat(out).hasSize(1);
            return out.getFirst();
        }

        JsonNode last() {
            return out.getLast();
        }
    }

    @BeforeEach
    void aServer() {
        SERVER.stubFor(called("initialize").willReturn(begun("s1")));
        SERVER.stubFor(called("notifications/initialized").willReturn(aResponse().withStatus(202)));
        SERVER.stubFor(get("/mcp").willReturn(aResponse().withStatus(405)));
        SERVER.stubFor(delete("/mcp").willReturn(ok()));
    }

    private static MappingBuilder called(String method) {
        return post("/mcp").withRequestBody(matchingJsonPath("$.method", equalTo(method)));
    }

    private static ResponseDefinitionBuilder begun(String session) {
        return okJson("""
                {"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"2025-11-25"}}""").withHeader("Mcp-Session-Id", session);
    }

    private static ResponseDefinitionBuilder events(String... messages) {
        var frames = new StringBuilder(": open\n\n");
        for (var message : messages) {
            frames.append("event: message\ndata: ").append(message).append("\n\n");
        }
        return ok(frames.toString()).withHeader("Content-Type", "text/event-stream");
    }

    private static Talk talk(String... lines) throws Exception {
        return talkTo(SERVER.baseUrl(), _ -> true, lines);
    }

    /** Says these lines, and ends when what came back is enough. */
    private static Talk talkTo(String url, Predicate<String> enough, String... lines) throws Exception {
        var out = new StringWriter();
        var err = new StringWriter();
        try (var client = new Client(URI.create(url), Optional.of("secret"));
                var says = new PipedWriter();
                var in = new BufferedReader(new PipedReader(says, 10_000))) {
            var surroundings = new Surroundings(_ -> null, in, new PrintWriter(out), new PrintWriter(err, true),
                    Optional.empty(), Clock.systemUTC());
            var bridge = new Bridge(client.mcp(), new Outlet(surroundings));
            var end = CompletableFuture.runAsync(() -> run(bridge, in));
            says.write(String.join("\n", lines) + "\n");
            await().until(() -> enough.test(out.toString()));
            says.close();
            end.get(30, TimeUnit.SECONDS);
        }
        var messages = new ArrayList<JsonNode>();
        for (var line : out.toString().split("\n")) {
            messages.add(Client.JSON.readTree(line));
        }
        return new Talk(messages, err.toString());
    }

    private static void run(Bridge bridge, BufferedReader in) {
        try {
            bridge.run(in);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void theSessionTheRevisionAndTheKeyAreShownToTheServer() throws Exception {
        SERVER.stubFor(called("tools/list").willReturn(events("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{}}")));

        var talk = talk(INITIALIZE, INITIALIZED, LIST);

        assertThat(talk.out()).extracting(message -> message.path("id").asText()).containsExactly("0", "a");
        assertThat(talk.err()).isEmpty();
        SERVER.verify(postRequestedFor(urlEqualTo("/mcp")).withRequestBody(equalTo(INITIALIZE))
                .withHeader("Mcp-Session-Id", absent()).withHeader("Authorization", equalTo("Bearer secret")));
        SERVER.verify(postRequestedFor(urlEqualTo("/mcp")).withRequestBody(equalTo(LIST))
                .withHeader("Mcp-Session-Id", equalTo("s1")).withHeader("Mcp-Protocol-Version", equalTo("2025-11-25"))
                .withHeader("Accept", equalTo("application/json, text/event-stream")));
        SERVER.verify(deleteRequestedFor(urlEqualTo("/mcp")).withHeader("Mcp-Session-Id", equalTo("s1")));
    }

    @Test
    void eachMessageOfAStreamIsALineAsItWasSent() throws Exception {
        var progress = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progress\":0.10}}";
        SERVER.stubFor(
                called("tools/list").willReturn(events(progress, "{\"jsonrpc\":\"2.0\",\ndata: \"id\":\"a\",\"result\":{}}")));

        var talk = talk(INITIALIZE, LIST);

        assertThat(talk.out()).extracting(JsonNode::toString).contains(progress.replace("0.10", "0.1"));
        assertThat(talk.last().path("id").asText()).isEqualTo("a");
    }

    @Test
    void whatTheServerSaysOnItsOwnIsPassedOn() throws Exception {
        var news = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";
        SERVER.stubFor(get("/mcp").withHeader("Mcp-Session-Id", equalTo("s1")).willReturn(events(news)));

        var talk = talkTo(SERVER.baseUrl(), out -> out.contains(news), INITIALIZE, INITIALIZED);

        assertThat(talk.last().toString()).isEqualTo(news);
        assertThat(talk.err()).isEmpty();
    }

    @Test
    void sessionThatTheServerForgotIsBegunAgain() throws Exception {
        SERVER.stubFor(called("initialize").inScenario("restart").whenScenarioStateIs(Scenario.STARTED)
                .willReturn(begun("s1")).willSetStateTo("forgotten"));
        SERVER.stubFor(called("initialize").inScenario("restart").whenScenarioStateIs("forgotten").willReturn(begun("s2")));
        SERVER.stubFor(
                called("tools/list").withHeader("Mcp-Session-Id", equalTo("s1")).willReturn(aResponse().withStatus(404)));
        SERVER.stubFor(called("tools/list").withHeader("Mcp-Session-Id", equalTo("s2"))
                .willReturn(okJson("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{\"tools\":[]}}")));

        var talk = talk(INITIALIZE, INITIALIZED, LIST);

        assertThat(talk.out()).hasSize(2);
        assertThat(talk.last().has("result")).isTrue();
        SERVER.verify(1, postRequestedFor(urlEqualTo("/mcp")).withRequestBody(equalTo(INITIALIZED))
                .withHeader("Mcp-Session-Id", equalTo("s2")));
    }

    @Test
    void requestToALostServerIsAnsweredByAnError() throws Exception {
        var talk = talkTo("http://127.0.0.1:1", _ -> true, LIST);

        assertThat(talk.only().path("id").asText()).isEqualTo("a");
        assertThat(talk.only().at("/error/code").asInt()).isEqualTo(-32000);
        assertThat(talk.only().at("/error/message").asText()).isEqualTo("no server answers at http://127.0.0.1:1");
        assertThat(talk.err()).isEqualTo("mcp-orchestrator: no server answers at http://127.0.0.1:1\n");
    }

    @Test
    void answerThatBreaksOffIsAnError() throws Exception {
        SERVER.stubFor(called("tools/list").willReturn(events("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}")));
        SERVER.stubFor(called("ping").willReturn(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)));

        var talk = talk(INITIALIZE, LIST, "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}");

        assertThat(talk.out()).filteredOn(message -> message.has("error"))
                .extracting(message -> message.path("id").asText() + ": " + message.at("/error/message").asText())
                .containsExactlyInAnyOrder("a: the server ended its answer before it was complete",
                        "7: no server answers at " + SERVER.baseUrl());
        assertThat(talk.err().lines()).hasSize(2);
    }

    @Test
    void refusalKeepsTheServersErrorAndGetsTheId() throws Exception {
        SERVER.stubFor(called("tools/list").willReturn(aResponse().withStatus(400)
                .withBody("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"no\"}}")));

        var talk = talk(LIST);

        assertThat(talk.only().toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"error\":{\"code\":-32600,\"message\":\"no\"}}");
    }

    @Test
    void missingKeyIsToldWithTheServersReason() throws Exception {
        SERVER.stubFor(
                called("initialize").willReturn(aResponse().withStatus(401).withBody("{\"error\":\"a key is needed\"}")));

        assertThat(talk(INITIALIZE).only().at("/error/message").asText())
                .isEqualTo("the server refused (401): a key is needed");
    }

    @Test
    void pageOfSomethingElseNeverReachesTheClient() throws Exception {
        SERVER.stubFor(called("tools/list").willReturn(ok("<html>").withHeader("Content-Type", "text/html")));

        assertThat(talk(LIST).only().at("/error/message").asText()).contains("no JSON");
    }

    @Test
    void requestThatWasGivenUpIsNotAnswered() throws Exception {
        SERVER.stubFor(called("tools/list")
                .willReturn(okJson("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{}}").withFixedDelay(1000)));
        SERVER.stubFor(called("notifications/cancelled").willReturn(aResponse().withStatus(202)));
        var cancel = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"a\"}}";

        var talk = talk(INITIALIZE, LIST, cancel);

        assertThat(talk.only().path("id").asInt()).isZero();
        assertThat(talk.err()).isEmpty();
        SERVER.verify(postRequestedFor(urlEqualTo("/mcp")).withRequestBody(equalTo(cancel)));
    }

    @Test
    void lineThatIsNoJsonIsAnsweredAndTheNextIsRead() throws Exception {
        SERVER.stubFor(called("tools/list").willReturn(okJson("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{}}")));

        var talk = talk("{oops", "", LIST);

        assertThat(talk.out().getFirst().at("/error/code").asInt()).isEqualTo(-32700);
        assertThat(talk.last().has("result")).isTrue();
    }
}
