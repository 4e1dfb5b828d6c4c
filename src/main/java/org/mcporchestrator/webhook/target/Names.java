package org.mcporchestrator.webhook.target;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

import io.smallrye.mutiny.Uni;

/** Looks host names up. */
public interface Names {

    /**
     * At least one address; fails if there is none, or if nobody knows.
     *
     * @param within how long whoever asks would wait for it; a look-up that has not begun by then never does
     */
    Uni<List<InetAddress>> addresses(String host, Duration within);
}
