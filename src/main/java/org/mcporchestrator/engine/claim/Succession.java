package org.mcporchestrator.engine.claim;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;

import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.durable.Durability;

import io.quarkus.logging.Log;
import io.quarkus.vertx.http.HttpServerStart;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.http.HttpServerOptions;

/**
 * Frees at the start what the process drove that was bound to the same address of the same host before: it has ended, or it
 * still would hold the address. Nobody need wait for its leases.
 */
@ApplicationScoped
public class Succession {

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(50);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration REMIND_EVERY = Duration.ofHours(1);

    private final Journal journal;
    private final Durability durability;
    private final Lease lease;
    private final ClaimsConfig config;
    private final List<Cancellable> remaining = new CopyOnWriteArrayList<>();

    public Succession(Journal journal, Durability durability, Lease lease, ClaimsConfig config) {
        this.journal = journal;
        this.durability = durability;
        this.lease = lease;
        this.config = config;
    }

    /** To be told when HTTP is bound: from then on nobody else has that address. */
    public void begin(@ObservesAsync HttpServerStart bound) {
        config.instance().or(() -> address(bound.options())).ifPresent(this::succeed);
    }

    /** If Redis is away, as soon as it comes. */
    private void succeed(String instance) {
        durability.awaited()
                .chain(() -> journal.succeed(lease, instance))
                .onFailure().retry().withBackOff(FIRST_BACK_OFF, LONGEST_BACK_OFF).indefinitely()
                .invoke(freed -> Log.infof("claims of the process before freed: instance=%s count=%s", instance, freed))
                .subscribe().with(_ -> remain(instance),
                        failure -> Log.error("claims of the process before cannot be freed", failure));
    }

    /** Far more often than the name is forgotten, so that a failure is made up for by the next time. */
    private void remain(String instance) {
        remaining.add(Multi.createFrom().ticks().startingAfter(REMIND_EVERY).every(REMIND_EVERY)
                .onOverflow().drop()
                .onItem().transformToUniAndConcatenate(_ -> journal.remain(lease, instance).onFailure().recoverWithNull())
                .subscribe().with(_ -> {
                }, failure -> Log.error("the name of this process will be forgotten", failure)));
    }

    @PreDestroy
    void end() {
        remaining.forEach(Cancellable::cancel);
    }

    /** Empty for a port that was left to chance: whoever had it before is nobody's predecessor. */
    private static Optional<String> address(HttpServerOptions options) {
        if (options.getPort() <= 0) {
            return Optional.empty();
        }
        try {
            var host = InetAddress.getLocalHost().getHostName();
            return Optional.of(host + "/" + options.getHost() + ":" + options.getPort());
        } catch (UnknownHostException unnamed) {
            Log.debugf("this host has no name: error=%s", unnamed.getMessage());
            return Optional.empty();
        }
    }
}
