package org.mcporchestrator.api.mcp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.stream.StreamSupport;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.api.mcp.McpSession;
import org.mcporchestrator.api.mcp.resource.Aspect;

import io.quarkiverse.mcp.server.runtime.ConnectionManager;
import io.quarkiverse.mcp.server.runtime.McpConnectionBase;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@Tag("application")
class SessionsTest {

    private static final int OFTEN = 5_000;

    @TestHTTPResource
    URI server;

    @Inject
    Sessions sessions;

    @Inject
    ConnectionManager connections;

    private static final class Stream implements Session.Hearer {

        private volatile boolean ended;

        @Override
        public void changed(Aspect.View view) {}

        @Override
        public void end() {
            ended = true;
        }
    }

    @Test
    void anAnswerToWhatThisProcessNeverAskedBeginsNoSession() {
        var before = begunHere();

        assertThat(new McpSession(server).named("of-another-process").raw("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}")
                .statusCode()).isEqualTo(202);

        assertThat(begunHere()).isSubsetOf(before);
    }

    private List<String> begunHere() {
        return StreamSupport.stream(connections.spliterator(), false).map(McpConnectionBase::id).toList();
    }

    /** A stream of a session that was just forgotten would never hear of its end, nor of anything else. */
    @Test
    void aStreamThatOpensWhileTheLastOneClosesBelongsToTheSession() throws Exception {
        try (var other = Executors.newSingleThreadExecutor()) {
            for (var i = 0; i < OFTEN; i++) {
                var name = "changing-" + i;
                var together = new Phaser(2);
                var first = new Stream();
                var second = new Stream();
                sessions.open(name, first);

                var closed = other.submit(() -> {
                    var _ = together.arriveAndAwaitAdvance();
                    sessions.close(name, first);
                });
                var _ = together.arriveAndAwaitAdvance();
                sessions.open(name, second);
                closed.get();
                sessions.end(name);

                assertThat(second.ended).isTrue();
            }
        }
    }
}
