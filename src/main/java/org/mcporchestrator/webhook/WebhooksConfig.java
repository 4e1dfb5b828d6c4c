package org.mcporchestrator.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.mcporchestrator.setting.AtLeast;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** {@code orchestrator.webhooks.*} in application.properties. */
@ConfigMapping(prefix = "orchestrator.webhooks")
public interface WebhooksConfig {

    /** Signs for registrations without a secret of their own. The first signs legacy headers too; more: while they change. */
    Optional<List<String>> secrets();

    /** One attempt, from looking the name up to the status of the answer. */
    @WithDefault("10s")
    Duration timeout();

    /** Deliveries of this process at the same time. */
    @WithDefault("64")
    @WithConverter(AtLeast.One.class)
    int atOnce();

    /** Of these, to one host and port. */
    @WithDefault("8")
    @WithConverter(AtLeast.One.class)
    int perHost();

    /** Wait after the first failed attempt; each further one is twice as long, and by up to a quarter shorter or longer. */
    @WithDefault("5s")
    Duration firstRetry();

    /** Longest wait between two attempts. */
    @WithDefault("1h")
    Duration longestRetry();

    /** From so long after the first failure on, an event that fails is put aside, and the next one gets an attempt. */
    @WithDefault("24h")
    Duration giveUpAfter();

    /** For how long the former secret signs too after a registration with another one. */
    @WithDefault("24h")
    Duration rotation();

    /** What is read of an answer, and forgotten; beyond it the connection is closed. */
    @WithDefault("64K")
    MemorySize maxResponse();

    /** How often this process looks for what is due; it is told, too. */
    @WithDefault("500ms")
    Duration scanEvery();
}
