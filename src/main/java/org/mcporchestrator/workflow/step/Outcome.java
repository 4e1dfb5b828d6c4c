package org.mcporchestrator.workflow.step;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.mcporchestrator.workflow.fault.Fault;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a step yielded. Recorded once; a step with an outcome is never performed again. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
        @JsonSubTypes.Type(value = Outcome.Answered.class, name = "answered"),
        @JsonSubTypes.Type(value = Outcome.Faulted.class, name = "faulted") })
public sealed interface Outcome {

    /** Wall time, retries and waiting between them included. */
    Duration took();

    /** What it cost, in USD; empty if the price is not known. */
    Optional<BigDecimal> cost();

    /** Calls made, at least 1 unless the first could not be made. */
    int attempts();

    /**
     * A model's answer.
     *
     * @param model as the provider reports it
     * @param cost in USD; empty if the price list does not know the model
     * @param simulated whether no model was behind it
     * @param citations what the answer relies on, where the provider tells: {@code url} and {@code title}
     */
    record Answered(String content, String provider, String model, Usage usage, Optional<BigDecimal> cost, Duration took,
            int attempts, boolean simulated,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Map<String, String>> citations) implements Outcome {

        /** Outcomes of earlier versions have none. */
        public Answered {
            citations = Optional.ofNullable(citations).map(List::copyOf).orElse(List.of());
        }

        /** An answer without citations. */
        public Answered(String content, String provider, String model, Usage usage, Optional<BigDecimal> cost, Duration took,
                int attempts, boolean simulated) {
            this(content, provider, model, usage, cost, took, attempts, simulated, List.of());
        }

        @Override
        public String toString() {
            return "Answered[%d characters, %s %s]".formatted(content.length(), provider, model);
        }
    }

    /**
     * The step failed for good.
     *
     * @param cost in USD of an answer that could not be kept; empty if there was none, or its price is not known
     */
    record Faulted(Fault fault, Duration took, int attempts,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<BigDecimal> cost) implements Outcome {

        public Faulted(Fault fault, Duration took, int attempts) {
            this(fault, took, attempts, Optional.empty());
        }
    }
}
