package org.mcporchestrator.api.mcp.wire;

import java.util.LinkedHashSet;
import java.util.Set;

import org.mcporchestrator.api.mcp.resource.Aspect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.vertx.core.http.HttpServerResponse;

/**
 * News as server-sent events in one response. What a client is too slow to hear of is kept once, however often it changes,
 * until the client has read; who reads nothing between two signs of life is left.
 */
final class NewsStream implements Session.Hearer {

    private final HttpServerResponse response;
    private final Set<Aspect.View> untold = new LinkedHashSet<>();

    NewsStream(HttpServerResponse response) {
        this.response = response;
        response.drainHandler(_ -> tell());
    }

    @Override
    public synchronized void changed(Aspect.View view) {
        untold.add(view);
        tell();
    }

    private synchronized void tell() {
        var views = untold.iterator();
        while (views.hasNext() && open() && !response.writeQueueFull()) {
            var _ = response.write(updated(views.next()));
            views.remove();
        }
    }

    /** A comment, by which both sides see that the other one is there. */
    void beat() {
        tell();
        if (open() && response.writeQueueFull()) {
            var _ = response.reset();
        } else if (open()) {
            var _ = response.write(": heartbeat\n\n");
        }
    }

    @Override
    public void end() {
        if (open()) {
            var _ = response.end();
        }
    }

    private boolean open() {
        return !response.ended() && !response.closed();
    }

    private static String updated(Aspect.View view) {
        var message = JsonNodeFactory.instance.objectNode()
                .put("jsonrpc", "2.0")
                .put("method", "notifications/resources/updated");
        message.putObject("params").put("uri", view.uri());
        return "event: message\ndata: " + message + "\n\n";
    }
}
