package org.mcporchestrator.redis.monitor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.mcporchestrator.journal.durable.Headroom;
import org.mcporchestrator.journal.durable.Monitor;
import org.mcporchestrator.journal.durable.Vitals;
import org.mcporchestrator.journal.durable.Vitals.Figures;
import org.mcporchestrator.journal.durable.Vitals.State;
import org.mcporchestrator.redis.RedisJournal;
import org.mcporchestrator.redis.link.LinkState;
import org.mcporchestrator.redis.link.RedisConfig;
import org.mcporchestrator.workflow.fault.FaultException;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;

/** Reads Redis' figures when somebody asks, at most once a second; all who ask meanwhile share one read. */
@Singleton
public class RedisMonitor implements Monitor, Headroom {

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMillis(450);

    private final RedisJournal journal;
    private final RedisConfig config;
    private final Uni<Vitals> vitals;

    public RedisMonitor(RedisJournal journal, RedisConfig config) {
        this.journal = journal;
        this.config = config;
        this.vitals = config.enabled()
                ? Uni.createFrom().deferred(this::read).memoize().forFixedDuration(FRESH)
                : Uni.createFrom().item(new Vitals(State.DISABLED, Optional.empty(), Optional.empty()));
    }

    @Override
    public Uni<Vitals> vitals() {
        return vitals;
    }

    @Override
    public Uni<Optional<String>> shortage() {
        return vitals.map(known -> known.figures().flatMap(this::shortage));
    }

    /** Each time that Redis comes, its settings are looked at. */
    void watch(@Observes StartupEvent startup) {
        if (config.enabled()) {
            journal.states().filter(LinkState.Up.class::isInstance)
                    .onItem().transformToUniAndConcatenate(_ -> read())
                    .subscribe().with(known -> known.figures().ifPresent(RedisMonitor::warn),
                            failure -> Log.error("Redis' settings are not looked at any more", failure));
        }
    }

    private Uni<Vitals> read() {
        var began = System.nanoTime();
        return journal.link().read(List.of(Request.cmd(Command.DBSIZE), info("memory"), info("persistence"), info("server")))
                .map(answers -> Info.figures(answers, Duration.ofNanos(System.nanoTime() - began)))
                .map(figures -> new Vitals(State.HEALTHY, reason(figures), Optional.of(figures)))
                .ifNoItem().after(PATIENCE).recoverWithItem(() -> away("no answer in time"))
                .onFailure(FaultException.class).recoverWithItem(
                        failure -> away(((FaultException) failure).fault().detail()))
                .onFailure().recoverWithItem(failure -> new Vitals(State.HEALTHY,
                        Optional.of("Redis does not tell its figures: " + failure.getMessage()), Optional.empty()));
    }

    private static Request info(String section) {
        return Request.cmd(Command.INFO).arg(section);
    }

    private static Vitals away(String reason) {
        return new Vitals(State.UNAVAILABLE, Optional.of(reason), Optional.empty());
    }

    private Optional<String> reason(Figures figures) {
        var reasons = Stream.concat(shortage(figures).stream(),
                figures.lastWriteOk() ? Stream.empty() : Stream.of("Redis could not write to its disk the last time"))
                .collect(Collectors.joining("; "));
        return reasons.isEmpty() ? Optional.empty() : Optional.of(reasons);
    }

    private Optional<String> shortage(Figures figures) {
        return figures.memoryShare() <= config.highWater() ? Optional.empty()
                : Optional.of("Redis uses %.0f %% of its maxmemory: no new workflows are taken"
                        .formatted(100 * figures.memoryShare()));
    }

    private static void warn(Figures figures) {
        if (mayEvict(figures)) {
            Log.warnf("Redis removes keys when it is full, and workflows with them: set maxmemory-policy noeviction, now %s",
                    figures.policy());
        }
        if (!figures.appendOnly()) {
            Log.info("Redis keeps no append-only file: if it or its machine dies, all since its last snapshot is lost");
        }
    }

    static boolean mayEvict(Figures figures) {
        return figures.memoryMost() > 0 && !figures.policy().equals("noeviction");
    }
}
