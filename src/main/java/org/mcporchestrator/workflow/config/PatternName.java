package org.mcporchestrator.workflow.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonValue;

/** Names a pattern: how the steps of a workflow combine. On the wire it is the {@code orchestrator_type}. */
public enum PatternName {

    /** Hierarchical research: workers, then tiers of synthesis. */
    BELTALOWDA("research"),
    /** Search: specialised agents side by side, then one synthesis. */
    SWARM("search");

    private final String idPrefix;

    PatternName(String idPrefix) {
        this.idPrefix = idPrefix;
    }

    /** The first part of the ids of its workflows. */
    public String idPrefix() {
        return idPrefix;
    }

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The pattern of that wire name; empty if there is none. */
    public static Optional<PatternName> named(String wire) {
        return Arrays.stream(values()).filter(name -> name.wire().equals(wire)).findFirst();
    }
}
