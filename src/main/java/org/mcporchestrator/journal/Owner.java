package org.mcporchestrator.journal;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonValue;

/** Identifies one process from its start to its end. A restarted process is another owner. */
public record Owner(@JsonValue String value) {

    public static Owner random() {
        return new Owner(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
