package org.mcporchestrator.cli.mcp;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.mcporchestrator.cli.client.McpRefusal;
import org.mcporchestrator.cli.client.McpSession;

/** Passes on what the server says on its own, for as long as the session lasts: its stream is opened again whenever it ends. */
final class News implements Runnable {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final McpSession session;
    private final Outlet outlet;

    News(McpSession session, Outlet outlet) {
        this.session = session;
        this.outlet = outlet;
    }

    @Override
    public void run() {
        try {
            var rest = SHORTEST;
            while (true) {
                rest = heard() ? SHORTEST : longer(rest);
                TimeUnit.SECONDS.sleep(rest.toSeconds());
            }
        } catch (McpRefusal refusal) {
            if (!refusal.silent()) {
                outlet.tell("no notifications: " + refusal.getMessage());
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there was a stream; it has ended. Requests tell the client if the server is lost. */
    private boolean heard() throws McpRefusal {
        try {
            session.listen(outlet::pass);
            return true;
        } catch (McpRefusal refusal) {
            if (refusal.lasting()) {
                throw refusal;
            }
            return false;
        } catch (IOException lost) {
            return false;
        }
    }

    private static Duration longer(Duration rest) {
        var doubled = rest.multipliedBy(2);
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }
}
