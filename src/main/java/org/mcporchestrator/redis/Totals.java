package org.mcporchestrator.redis;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.mcporchestrator.workflow.result.OrchestratorResult;

/** What an ended workflow adds to the running totals, as pairs of field and amount. */
final class Totals {

    private static final int MICROS = 6;
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private Totals() {}

    static List<String> of(OrchestratorResult result) {
        var totals = new TreeMap<String, BigDecimal>();
        totals.put("cost", result.totalCost());
        totals.put("seconds", seconds(result.executionTime()));
        result.agentResults().forEach(agent -> add(totals, agent.metadata(), agent.cost(), agent.tokensUsed()));
        result.synthesisResults()
                .forEach(synthesis -> add(totals, synthesis.metadata(), synthesis.cost(), synthesis.tokensUsed()));
        if (result.metadata().get("decomposition") instanceof Map<?, ?> decomposition) {
            add(totals, decomposition);
        }
        if (result.metadata().get("total_tokens") instanceof Number all) {
            totals.put("tokens", new BigDecimal(all.toString()));
        }
        var pairs = new ArrayList<String>();
        totals.forEach((field, amount) -> {
            if (amount.signum() > 0) {
                pairs.add(field);
                pairs.add(amount.toPlainString());
            }
        });
        return pairs;
    }

    static BigDecimal seconds(Duration time) {
        return new BigDecimal(time.toSeconds()).add(BigDecimal.valueOf(time.toNanosPart(), 9))
                .setScale(MICROS, RoundingMode.HALF_UP);
    }

    private static void add(Map<String, BigDecimal> totals, Map<?, ?> decomposition) {
        add(totals, decomposition, cost(decomposition), tokens(decomposition));
    }

    private static Optional<BigDecimal> cost(Map<?, ?> metadata) {
        return Optional.ofNullable(metadata.get("cost")).map(amount -> new BigDecimal(amount.toString()));
    }

    private static long tokens(Map<?, ?> metadata) {
        return metadata.get("tokens_used") instanceof Number number ? number.longValue() : 0;
    }

    private static void add(Map<String, BigDecimal> totals, Map<?, ?> metadata, Optional<BigDecimal> cost,
            long tokens) {
        var own = cost;
        var rest = tokens;
        if (metadata.get("charges") instanceof List<?> charges) {
            for (var charge : charges) {
                if (charge instanceof Map<?, ?> billed) {
                    var amount = cost(billed);
                    own = own.map(all -> all.subtract(amount.orElse(BigDecimal.ZERO)));
                    rest -= tokens(billed);
                    add(totals, billed, amount, tokens(billed));
                }
            }
        }
        addOwn(totals, metadata, own, rest);
    }

    private static void addOwn(Map<String, BigDecimal> totals, Map<?, ?> metadata, Optional<BigDecimal> cost, long tokens) {
        for (var kind : List.of("provider", "model")) {
            if (metadata.get(kind) instanceof String name) {
                // Fields are told apart by line ends where they are stored.
                var place = kind + ":" + BLANKS.matcher(name).replaceAll(" ");
                cost.ifPresent(amount -> totals.merge("cost:" + place, amount, BigDecimal::add));
                totals.merge("tokens:" + place, BigDecimal.valueOf(tokens), BigDecimal::add);
            }
        }
    }
}
