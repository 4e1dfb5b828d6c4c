package org.mcporchestrator.redis.analytics;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.mcporchestrator.analytics.Costs.Share;
import org.mcporchestrator.analytics.Spending;

import io.quarkus.logging.Log;
import io.vertx.mutiny.redis.client.Response;

/** Sums by the names of their fields, as scripts keep them; a field that is not there is zero. */
record Sums(Map<String, BigDecimal> byField) {

    /** The fields of a {@link Spending}. */
    static final List<String> SPENDING = List.of("cost", "tokens", "completed", "failed", "cancelled");

    private static final String COST = "cost:";
    private static final String TOKENS = "tokens:";

    Sums {
        byField = Map.copyOf(byField);
    }

    /** Of an answer to HGETALL, which is a map, or fields and values in turn. */
    static Sums of(Response all) {
        var sums = new HashMap<String, BigDecimal>();
        if (all.isMap()) {
            all.getKeys().forEach(field -> put(sums, field, all.get(field)));
        } else {
            for (var index = 0; index + 1 < all.size(); index += 2) {
                put(sums, all.get(index).toString(), all.get(index + 1));
            }
        }
        return new Sums(sums);
    }

    /** Of an answer to HMGET of these fields. */
    static Sums of(List<String> fields, Response values) {
        var sums = new HashMap<String, BigDecimal>();
        for (var index = 0; index < fields.size(); index++) {
            put(sums, fields.get(index), values.get(index));
        }
        return new Sums(sums);
    }

    /** Of what one workflow adds: a line for its hour, then fields and amounts in turn. */
    static Sums counted(@Nullable Response counted) {
        var sums = new HashMap<String, BigDecimal>();
        var lines = counted == null ? List.<String> of() : counted.toString().lines().toList();
        for (var index = 1; index + 1 < lines.size(); index += 2) {
            sums.put(lines.get(index), new BigDecimal(lines.get(index + 1)));
        }
        return new Sums(sums);
    }

    /** What is no number was put there by somebody else. */
    private static void put(Map<String, BigDecimal> sums, String field, @Nullable Response value) {
        if (value != null) {
            try {
                sums.put(field, new BigDecimal(value.toString()));
            } catch (NumberFormatException foreign) {
                Log.debugf("no number in a running total: field=%s", field);
            }
        }
    }

    BigDecimal amount(String field) {
        return byField.getOrDefault(field, BigDecimal.ZERO);
    }

    long number(String field) {
        return amount(field).longValue();
    }

    Duration seconds() {
        return duration(amount("seconds"));
    }

    static Duration duration(BigDecimal seconds) {
        return Duration.ofNanos(seconds.movePointRight(9).longValue());
    }

    Spending spending(long workflows) {
        return new Spending(amount("cost"), number("tokens"), workflows);
    }

    Spending spending() {
        return spending(number("completed") + number("failed") + number("cancelled"));
    }

    /** @param kind {@code provider}, {@code model} or {@code pattern} */
    SortedMap<String, Share> shares(String kind) {
        var shares = new TreeMap<String, Share>();
        for (var field : byField.keySet()) {
            for (var begin : List.of(COST + kind + ":", TOKENS + kind + ":")) {
                if (field.startsWith(begin)) {
                    var name = field.substring(begin.length());
                    shares.put(name, new Share(amount(COST + kind + ":" + name), number(TOKENS + kind + ":" + name)));
                }
            }
        }
        return shares;
    }
}
