package org.mcporchestrator.provider.scripted;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

import org.mcporchestrator.workflow.fault.Fault;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How the scripted provider behaves. Whatever looks random depends on the prompt alone: the same prompt, the same answer. */
@ConfigMapping(prefix = "orchestrator.provider.scripted")
public interface ScriptedConfig {

    /** Wait before each answer or failure; with 0 both come at once. */
    @WithDefault("300ms")
    Duration latency();

    /** Up to this much is added to the latency, a share that the prompt decides. */
    @WithDefault("0s")
    Duration latencyJitter();

    /** Tokens that each prompt is said to have; if not set, a quarter of its characters. */
    OptionalLong promptTokens();

    /** Tokens that each answer is said to have; if not set, a quarter of its characters. */
    OptionalLong completionTokens();

    /** USD that each answer is said to cost. */
    @WithDefault("0")
    BigDecimal cost();

    /** Characters of an answer that is no list. */
    @WithDefault("800")
    int answerCharacters();

    /**
     * Share of calls that fail, 0 to 1. Whether a call fails depends on its prompt and on how often that prompt was sent
     * before, so that a retry has a chance of its own.
     */
    @WithDefault("0")
    double failureRate();

    /** Calls whose user prompt this expression finds always fail. */
    Optional<Pattern> failWhen();

    /** How calls fail, as the wire name of a fault. */
    @WithDefault("provider_unavailable")
    Fault.Code failureCode();
}
