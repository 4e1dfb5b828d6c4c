package org.mcporchestrator.workflow.webhook;

import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;

/**
 * Whom to tell of a workflow's events.
 *
 * @param events types that are wanted; all if empty
 * @param secret to sign with; empty: as the server is configured
 */
public record Webhook(URI url, SequencedSet<String> events, Optional<Secret> secret, Form form) {

    /** What a delivery looks like. */
    public enum Form {
        /** The event within {@code event}, as callers of the first routes know it. */
        NESTED,
        /** The name of the event in {@code event} and {@code type}, its data beside it. */
        FLAT
    }

    public Webhook(URI url, Collection<String> events, Optional<Secret> secret, Form form) {
        this(url, Collections.unmodifiableSequencedSet(new TreeSet<>(events)), secret, form);
    }

    public boolean wants(String type) {
        return events.isEmpty() || events.contains(type);
    }

    /** Host and port, by which receivers are told apart. The rest of a URL may be as secret as the secret. */
    public String host() {
        var port = url.getPort() >= 0 ? url.getPort() : url.getScheme().equalsIgnoreCase("http") ? 80 : 443;
        return url.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }

    @Override
    public String toString() {
        return "Webhook[" + host() + "]";
    }
}
