package org.mcporchestrator.agent;

import java.util.List;
import java.util.Optional;

/** The providers of this server, and which one is meant if nobody chooses. */
public interface Providers {

    List<Provider> all();

    /** Empty if no such provider is known. */
    Optional<Provider> named(String name);

    /**
     * {@code DEFAULT_PROVIDER} if set, else the first with a key, else in dev and test mode the scripted one; empty if there is
     * none.
     */
    Optional<Provider> preferred();

    /** The providers that take over in this order if a workflow says nothing about it. */
    default List<String> fallback() {
        return List.of();
    }
}
