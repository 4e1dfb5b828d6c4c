package org.mcporchestrator.journal;

import java.time.Duration;

/** Who asks for claims, and for how long they hold without being renewed. */
public record Lease(Owner owner, Duration length) {}
