package org.mcporchestrator.agent.model;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.mcporchestrator.agent.Permission;
import org.mcporchestrator.agent.traffic.Alarm;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** Makes a call again if its fault can heal: waits longer each time, and at least as long as the provider asks for. */
@Singleton
class Retry {

    /** Beyond this many doublings every wait is the slowest one anyway. */
    private static final int MOST_DOUBLINGS = 30;

    private final RetryConfig config;
    private final Alarm alarm;
    private final DoubleSupplier chance;

    @Inject
    Retry(RetryConfig config, Alarm alarm) {
        this(config, alarm, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** @param chance numbers from 0 to 1 */
    Retry(RetryConfig config, Alarm alarm, DoubleSupplier chance) {
        this.config = config;
        this.alarm = alarm;
        this.chance = chance;
    }

    /**
     * Calls until there is an item, the fault cannot heal, {@code attempts} calls were made, or another one is not allowed;
     * then fails with the last fault. Cancelling ends the call or the wait.
     *
     * @param patience if the provider asks for a longer wait than this, that is the end
     * @param permission asked before each call but the first
     */
    <T> Uni<T> upTo(int attempts, Duration patience, Permission permission, Supplier<Uni<T>> call) {
        return Uni.createFrom().deferred(() -> {
            var made = new AtomicInteger();
            return Uni.createFrom().<T> deferred(call::get)
                    .onFailure().retry().when(failures -> pauses(failures, new Limits(attempts, patience), made, permission));
        });
    }

    private record Limits(int attempts, Duration patience) {

        boolean allow(FaultException fault, int made) {
            return made < attempts && fault.heals()
                    && fault.retryAfter().map(wait -> wait.compareTo(patience) <= 0).orElse(true);
        }
    }

    private Multi<Throwable> pauses(Multi<Throwable> failures, Limits limits, AtomicInteger made, Permission permission) {
        return failures.onItem()
                .transformToUniAndConcatenate(failure -> pause(failure, limits, made.incrementAndGet(), permission));
    }

    /** An item when it is time for the next call; the failure if there is none. */
    private Uni<Throwable> pause(Throwable failure, Limits limits, int made, Permission permission) {
        if (!(failure instanceof FaultException fault) || !limits.allow(fault, made) || !permission.mayRetry()) {
            return Uni.createFrom().failure(failure);
        }
        if (!permission.affordsAfter(failure)) {
            return Uni.createFrom().failure(unaffordable(failure));
        }
        return Uni.createFrom().emitter(next -> alarm.after(delay(fault, made), () -> next.complete(failure)));
    }

    static FaultException unaffordable(Throwable failed) {
        var how = failed instanceof FaultException fault ? fault.fault().code().wire() : "a provider that may not be called";
        return new FaultException(Fault.Code.BUDGET_EXHAUSTED,
                "the budget has no room for another call; the last one ended with " + how);
    }

    /** The longest wait for which a provider may ask, if there is no other one: as long as a step may take anyway. */
    Duration patience(Duration timeout) {
        return timeout.compareTo(config.longestRetryAfter()) > 0 ? timeout : config.longestRetryAfter();
    }

    /** The wait after {@code made} calls: the back-off less its jitter, or what was asked for plus the back-off's jitter. */
    Duration delay(FaultException fault, int made) {
        var backOff = backOff(made);
        var jitter = Duration.ofNanos((long) (backOff.toNanos() * config.jitter() * chance.getAsDouble()));
        return fault.retryAfter()
                .map(asked -> asked.plus(jitter))
                .filter(wait -> wait.compareTo(backOff) > 0)
                .orElseGet(() -> backOff.minus(jitter));
    }

    private Duration backOff(int made) {
        var doubled = config.firstBackOff().multipliedBy(1L << Math.min(made - 1, MOST_DOUBLINGS));
        return doubled.compareTo(config.slowestBackOff()) < 0 ? doubled : config.slowestBackOff();
    }
}
