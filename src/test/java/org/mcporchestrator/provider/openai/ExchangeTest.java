package org.mcporchestrator.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.mcporchestrator.workflow.fault.Fault.Code.AGENT_TIMED_OUT;
import static org.mcporchestrator.workflow.fault.Fault.Code.PROVIDER_UNAVAILABLE;
import static org.mcporchestrator.workflow.fault.Fault.Code.REPLY_CUT;
import static org.mcporchestrator.workflow.fault.Fault.Code.TOO_LARGE;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.agent.ModelCall;
import org.mcporchestrator.agent.Prompt;
import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.Reply;
import org.mcporchestrator.provider.http.RawServer;
import org.mcporchestrator.provider.http.Settings;
import org.mcporchestrator.workflow.fault.FaultException;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/** What happens on the connection, byte by byte. */
class ExchangeTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String TEXT = "data: {\"choices\":[{\"delta\":{\"content\":\"Grüße 🌍 漢字\"},\"finish_reason\":\"stop\"}]}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        RawServer.soon(vertx.close().toCompletionStage().toCompletableFuture());
    }

    private RawServer server(Consumer<NetSocket> answer) {
        return new RawServer(vertx, answer);
    }

    private Uni<Reply> ask(RawServer server, Duration timeout) {
        return ask(OpenAi.provider(Settings.at(server.baseUrl()), vertx), timeout);
    }

    private static Uni<Reply> ask(Provider provider, Duration timeout) {
        return provider.complete(new ModelCall(new Prompt("system", "user"), "model", 0.5, 10, timeout));
    }

    private static FaultException failureOf(Uni<Reply> answer) {
        return catchThrowableOfType(FaultException.class, () -> answer.await().atMost(SOON));
    }

    private static Buffer event(String text) {
        return RawServer.chunk(Buffer.buffer(text));
    }

    /** Writes the bytes one by one, each in a packet and chunk of its own. */
    private void trickle(NetSocket socket, Buffer bytes, int index) {
        if (index < bytes.length()) {
            socket.write(RawServer.chunk(bytes.slice(index, index + 1)))
                    .onSuccess(_ -> vertx.runOnContext(_ -> trickle(socket, bytes, index + 1)));
        }
    }

    @Test
    void charactersMayBeSplitAcrossChunks() {
        var server = server(socket -> {
            socket.write(RawServer.HEAD);
            trickle(socket, Buffer.buffer(TEXT + DONE), 0);
        });

        assertThat(ask(server, SOON).await().atMost(SOON).content()).isEqualTo("Grüße 🌍 漢字");
    }

    @Test
    void theAnswerIsThereWithItsLastEventEvenIfTheServerKeepsTheStreamOpen() {
        var server = server(socket -> socket.write(RawServer.HEAD).compose(_ -> socket.write(event(TEXT + DONE))));

        assertThat(ask(server, SOON).await().atMost(SOON).content()).isNotBlank();
        RawServer.soon(server.closed);
    }

    @Test
    void cancellingWhileTheModelThinksClosesTheConnection() {
        var server = server(_ -> {
        });
        var call = ask(server, SOON).subscribe().with(_ -> {
        }, _ -> {
        });
        RawServer.soon(server.asked);

        call.cancel();

        RawServer.soon(server.closed);
    }

    @Test
    void cancellingInTheMiddleOfAnAnswerClosesTheConnection() {
        var server = server(socket -> socket.write(RawServer.HEAD).compose(_ -> socket.write(event(TEXT))));
        var call = ask(server, SOON).subscribe().with(_ -> {
        }, _ -> {
        });
        RawServer.soon(server.asked);

        call.cancel();

        RawServer.soon(server.closed);
    }

    @Test
    void aTimeOutClosesTheConnection() {
        var server = server(_ -> {
        });

        var failure = failureOf(ask(server, Duration.ofMillis(100)));

        assertThat(failure.fault().code()).isEqualTo(AGENT_TIMED_OUT);
        RawServer.soon(server.closed);
    }

    @Test
    void anAnswerThatTricklesForEverEndsWithTheTimeLimit() {
        var server = server(socket -> {
            socket.write(RawServer.HEAD);
            var timer = vertx.setPeriodic(5, _ -> socket.write(event(": still there\n\n")));
            socket.closeHandler(_ -> vertx.cancelTimer(timer));
        });

        assertThat(failureOf(ask(server, Duration.ofMillis(150))).fault().code()).isEqualTo(AGENT_TIMED_OUT);
    }

    @Test
    void anAnswerThatIsTooLargeClosesTheConnection() {
        var server = server(socket -> socket.write(RawServer.HEAD)
                .compose(_ -> socket.write(event("data: " + "x".repeat(150_000)))));

        assertThat(failureOf(ask(server, SOON)).fault().code()).isEqualTo(TOO_LARGE);
        RawServer.soon(server.closed);
    }

    @Test
    void aConnectionLostInTheMiddleIsACutAnswer() {
        var half = "data: {\"choices\":[{\"delta\":{\"content\":\"half\"}}]}\n\n";
        var server = server(socket -> socket.write(RawServer.HEAD).compose(_ -> socket.write(event(half)))
                .onComplete(_ -> socket.close()));

        assertThat(failureOf(ask(server, SOON)).fault().code()).isEqualTo(REPLY_CUT);
    }

    @Test
    void aConnectionLostAfterTheFinishIsAnAnswer() {
        var server = server(socket -> socket.write(RawServer.HEAD).compose(_ -> socket.write(event(TEXT)))
                .onComplete(_ -> socket.close()));

        assertThat(ask(server, SOON).await().atMost(SOON).content()).isEqualTo("Grüße 🌍 漢字");
    }

    @Test
    void aConnectionLostInTheMiddleOfADocumentIsACutAnswer() {
        var server = server(socket -> socket
                .write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"choices\":")
                .onComplete(_ -> socket.close()));

        assertThat(failureOf(ask(server, SOON)).fault().code()).isEqualTo(REPLY_CUT);
    }

    @Test
    void aConnectionLostBeforeAnyAnswerIsALostAnswerThatMayBeBilled() {
        var server = server(NetSocket::close);

        var fault = failureOf(ask(server, SOON)).fault();
        assertThat(fault.code()).isEqualTo(REPLY_CUT);
        assertThat(fault.detail()).startsWith("the connection to openai was lost before its answer");
    }

    @Test
    void anAnswerThatIsNoHttpIsALostOne() {
        var server = server(socket -> socket.write("SSH-2.0-OpenSSH\r\n\r\n"));

        assertThat(failureOf(ask(server, SOON)).fault().code()).isEqualTo(REPLY_CUT);
    }

    @Test
    void aRequestThatCouldNotBeSentAsAWholeIsNotBilled() {
        var server = server(NetSocket::close);
        var large = new ModelCall(new Prompt("system", "x".repeat(50_000_000)), "model", 0.5, 10, SOON);

        var failure = failureOf(OpenAi.provider(Settings.at(server.baseUrl()), vertx).complete(large));

        assertThat(failure.fault().code()).isEqualTo(PROVIDER_UNAVAILABLE);
    }

    @Test
    void connectionsAreUsedAgain() {
        var server = server(socket -> socket.write(RawServer.HEAD + event(TEXT + DONE) + "0\r\n\r\n"));
        var provider = OpenAi.provider(Settings.at(server.baseUrl()), vertx);

        for (var turn = 0; turn < 5; turn++) {
            assertThat(ask(provider, SOON).await().atMost(SOON).content()).isNotBlank();
        }

        assertThat(server.connections).hasValueLessThan(5);
    }

    @Test
    void aCallThatWaitsForAConnectionCanBeCancelledAndTheNextOneGetsIt() {
        var requests = new AtomicInteger();
        var server = server(socket -> {
            if (requests.incrementAndGet() > 1) {
                socket.write(RawServer.HEAD + event(TEXT + DONE) + "0\r\n\r\n");
            }
        });
        var provider = OpenAi.provider(Settings.withoutKey(server.baseUrl(), 1), vertx);
        var first = ask(provider, SOON).subscribe().with(_ -> {
        }, _ -> {
        });
        RawServer.soon(server.asked);
        var waiting = ask(provider, SOON).subscribe().with(_ -> {
        }, _ -> {
        });
        var next = ask(provider, SOON).subscribeAsCompletionStage();

        waiting.cancel();
        first.cancel();

        assertThat(RawServer.soon(next).content()).isNotBlank();
        await().atMost(SOON).untilAsserted(() -> assertThat(requests).hasValue(2));
    }
}
