package org.mcporchestrator.api.mcp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.api.mcp.resource.Aspect;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;

class NewsStreamTest {

    private static final Aspect.View STATUS = view("status");
    private static final Aspect.View REPORT = view("report");

    private final Connection connection = new Connection();
    private final NewsStream stream = new NewsStream(connection.response());

    /** Takes what is written unless its client does not read. */
    private static final class Connection {

        private final List<String> written = new ArrayList<>();
        private boolean full;
        private boolean broken;
        private boolean ended;
        private Handler<Void> drained = _ -> {
        };

        private HttpServerResponse response() {
            return (HttpServerResponse) Proxy.newProxyInstance(HttpServerResponse.class.getClassLoader(),
                    new Class<?>[] { HttpServerResponse.class }, this::answer);
        }

        private Object answer(Object response, Method method, Object[] given) {
            return switch (method.getName()) {
                case "write" -> write((String) given[0]);
                case "end" -> end();
                case "reset" -> broken = true;
                case "writeQueueFull" -> full;
                case "ended" -> ended;
                case "closed" -> broken;
                case "drainHandler" -> drainedBy(response, handler(given[0]));
                default -> throw new UnsupportedOperationException(method.getName());
            };
        }

        private Object drainedBy(Object response, Handler<Void> handler) {
            drained = handler;
            return response;
        }

        private Future<Void> write(String frame) {
            written.add(frame);
            return Future.succeededFuture();
        }

        private Future<Void> end() {
            ended = true;
            return Future.succeededFuture();
        }

        @SuppressWarnings("unchecked")
        private static Handler<Void> handler(Object handler) {
            return (Handler<Void>) handler;
        }

        private void drain() {
            full = false;
            drained.handle(null);
        }
    }

    private static Aspect.View view(String aspect) {
        return Aspect.View.of("orchestrator://research_0123456789ab/" + aspect).orElseThrow();
    }

    @Test
    void aClientThatReadsIsToldOfEachChange() {
        stream.changed(STATUS);
        stream.changed(STATUS);

        assertThat(connection.written).hasSize(2).allSatisfy(frame -> assertThat(frame)
                .startsWith("event: message\ndata: {").contains("notifications/resources/updated", STATUS.uri())
                .endsWith("}\n\n"));
    }

    @Test
    void whatAClientIsTooSlowForIsKeptOnce() {
        connection.full = true;
        for (var i = 0; i < 1_000; i++) {
            stream.changed(STATUS);
            stream.changed(REPORT);
        }
        assertThat(connection.written).isEmpty();

        connection.drain();
        assertThat(connection.written).hasSize(2);
        assertThat(connection.written.getFirst()).contains(STATUS.uri());
        assertThat(connection.written.getLast()).contains(REPORT.uri());
    }

    @Test
    void aClientThatReadsNothingIsLeft() {
        stream.beat();
        assertThat(connection.written).containsExactly(": heartbeat\n\n");
        connection.full = true;
        stream.changed(STATUS);

        stream.beat();

        assertThat(connection.broken).isTrue();
        stream.changed(REPORT);
        assertThat(connection.written).hasSize(1);
    }

    @Test
    void nothingFollowsTheEnd() {
        stream.end();
        stream.end();
        stream.changed(STATUS);
        stream.beat();

        assertThat(connection.ended).isTrue();
        assertThat(connection.written).isEmpty();
    }
}
