package org.mcporchestrator.workflow.step;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** Calls that gave no answer and are billed all the same. */
    List<Charge> charges();

    /** What all of its calls cost, in USD, as far as prices are known; empty if no price is. */
    default Optional<BigDecimal> totalCost() {
        return charges().stream().flatMap(charge -> charge.cost().stream()).reduce(BigDecimal::add);
    }

    /** Whether the price of all of its calls is known. */
    default boolean priced() {
        return charges().stream().allMatch(charge -> charge.cost().isPresent());
    }

    /** Tokens of all of its calls. */
    default Usage totalUsage() {
        return charges().stream().map(Charge::usage).reduce(Usage.NONE, Usage::plus);
    }

    /** Calls made, at least 1 unless the first could not be made. */
    int attempts();

    /**
     * A model's answer.
     *
     * @param model as the provider reports it
     * @param usage of this answer alone, like its cost
     * @param cost in USD; empty if the price list does not know the model
     * @param simulated whether no model was behind it
     * @param citations what the answer relies on, where the provider tells: {@code url} and {@code title}
     */
    record Answered(String content, String provider, String model, Usage usage, Optional<BigDecimal> cost, Duration took,
            int attempts, boolean simulated,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Map<String, String>> citations,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Charge> charges) implements Outcome {

        /** Outcomes of earlier versions have neither. */
        public Answered {
            citations = Optional.ofNullable(citations).map(List::copyOf).orElse(List.of());
            charges = Optional.ofNullable(charges).map(List::copyOf).orElse(List.of());
        }

        /** An answer to the only call that is billed, without citations. */
        public Answered(String content, String provider, String model, Usage usage, Optional<BigDecimal> cost, Duration took,
                int attempts, boolean simulated) {
            this(content, provider, model, usage, cost, took, attempts, simulated, List.of(), List.of());
        }

        @Override
        public Optional<BigDecimal> totalCost() {
            return charges.isEmpty() ? cost
                    : Stream.of(cost, Outcome.super.totalCost()).flatMap(Optional::stream).reduce(BigDecimal::add);
        }

        @Override
        public boolean priced() {
            return cost.isPresent() && Outcome.super.priced();
        }

        @Override
        public Usage totalUsage() {
            return charges.isEmpty() ? usage : usage.plus(Outcome.super.totalUsage());
        }

        @Override
        public String toString() {
            return "Answered[%d characters, %s %s]".formatted(content.length(), provider, model);
        }
    }

    /** The step failed for good. */
    record Faulted(Fault fault, Duration took, int attempts,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Charge> charges) implements Outcome {

        /** Outcomes of earlier versions have none. */
        public Faulted {
            charges = Optional.ofNullable(charges).map(List::copyOf).orElse(List.of());
        }

        /** Without a call that is billed. */
        public Faulted(Fault fault, Duration took, int attempts) {
            this(fault, took, attempts, List.of());
        }
    }
}
