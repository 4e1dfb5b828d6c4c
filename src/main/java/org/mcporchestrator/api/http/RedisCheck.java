package org.mcporchestrator.api.http;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

import org.mcporchestrator.journal.durable.Durability;
import org.mcporchestrator.journal.durable.Vitals;
import org.mcporchestrator.journal.durable.Vitals.Figures;
import org.mcporchestrator.journal.durable.Vitals.State;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What health tells of Redis. */
record RedisCheck(Vitals vitals, Durability.State durability) {

    /** Why the server is degraded; empty if Redis is well, or not used. */
    Optional<String> reason() {
        return away() ? Optional.of("Redis is away, workflows live in memory: " + durability.reason()) : vitals.reason();
    }

    /** Its figures may be a second old; whether it is used is known at once. */
    private boolean away() {
        return durability.configured() && !durability.durable();
    }

    void tell(ObjectNode answer) {
        answer.put("redis", (away() ? State.UNAVAILABLE : vitals.state()).name().toLowerCase(Locale.ROOT));
        vitals.figures().ifPresent(figures -> answer.put("redis_keys", figures.keys()));
    }

    void tellDetails(ObjectNode checks) {
        if (vitals.state() == State.DISABLED) {
            return;
        }
        var check = checks.putObject("redis").put("healthy", reason().isEmpty());
        vitals.figures().ifPresent(figures -> tell(figures, check));
        reason().ifPresent(reason -> check.put("reason", reason));
    }

    private static void tell(Figures figures, ObjectNode check) {
        check.put("memory_used_bytes", figures.memoryUsed())
                .put("memory_max_bytes", figures.memoryMost())
                .put("round_trip_ms", BigDecimal.valueOf(figures.roundTrip().toNanos() / 1000, 3))
                .put("version", figures.version())
                .put("maxmemory_policy", figures.policy());
        check.putObject("persistence")
                .put("aof_enabled", figures.appendOnly())
                .put("last_write_ok", figures.lastWriteOk());
    }
}
