package org.mcporchestrator.webhook.target;

import java.net.InetAddress;
import java.util.List;

import io.smallrye.mutiny.Uni;

/** Looks host names up. */
public interface Names {

    /** At least one address; fails if there is none, or if nobody knows. */
    Uni<List<InetAddress>> addresses(String host);
}
