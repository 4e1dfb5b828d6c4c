package org.mcporchestrator.redis.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

/**
 * The way to Redis. Connects at the first call, and from then on by itself. Every command ends within the time limit: with its
 * answer, or with {@code JOURNAL_UNAVAILABLE}; while Redis is known to be away, at once.
 *
 * <p>
 * A connection on which a call was not answered in time is given up, with all calls that wait on it: what was in doubt stays in
 * doubt for the caller, and nothing late can be taken for the answer of another call.
 */
public final class RedisLink {

    private static final String RUN_ID = "run_id:";
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration SLOWEST_RETRY = Duration.ofSeconds(1);
    private static final double JITTER = 0.5;
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final long SILENCE_AT_MOST = HEARTBEAT.multipliedBy(3).toNanos();

    private final Redis redis;
    private final Address address;
    private final Duration limit;
    private final Channels channels;
    private final String mark;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final BroadcastProcessor<LinkState> changes = BroadcastProcessor.create();
    private volatile LinkState state = new LinkState.Idle();
    private volatile @Nullable Session session;
    private volatile String run = "";
    private @Nullable Cancellable heartbeat;
    private @Nullable Cancellable connecting;
    private boolean closed;

    /**
     * @param steady a channel that is subscribed as long as there is a connection
     * @param mark a key with a random value by which a Redis that has lost its data is known
     */
    public RedisLink(Redis redis, RedisConfig config, String steady, String mark) {
        this.redis = redis;
        this.address = Address.of(config);
        this.limit = config.timeout();
        this.channels = new Channels(steady);
        this.mark = mark;
    }

    public Channels channels() {
        return channels;
    }

    /** The run of the Redis that answers: another one after a restart or a failover. Empty if it does not tell. */
    public String run() {
        return run;
    }

    public LinkState state() {
        return state;
    }

    /** The present state, then each change. */
    public Multi<LinkState> states() {
        return Multi.createBy().merging()
                .streams(changes.onOverflow().buffer(), Multi.createFrom().item(this::state))
                .skip().repetitions();
    }

    /** Begins to connect; the first call does it too. */
    public void begin() {
        if (begun.compareAndSet(false, true)) {
            connect();
        }
    }

    /** Runs a script that knows the names of its keys. Whether it did anything is unknown if this fails. */
    public Uni<Response> run(Script script, List<byte[]> arguments) {
        return run(script, List.of(), arguments);
    }

    /** Runs a script. Whether it did anything is unknown if this fails. */
    public Uni<Response> run(Script script, List<String> keys, List<byte[]> arguments) {
        return call(at -> at.script(script.byHash(keys, arguments))
                .onFailure(Failures::scriptUnknown).recoverWithUni(() -> at.script(script.bySource(keys, arguments))));
    }

    public Uni<Response> read(Request request) {
        return call(at -> at.read(request));
    }

    /** Several reads in one go; others may write between them. */
    public Uni<List<Response>> read(List<Request> requests) {
        return call(at -> at.read(requests));
    }

    /** Several reads in one go; null where a key is of another type than the command wants. */
    public Uni<List<@Nullable Response>> readEach(List<Request> requests) {
        return read(requests).<List<@Nullable Response>> map(answers -> answers)
                .onFailure(IllegalStateException.class).recoverWithUni(() -> Multi.createFrom().iterable(requests)
                        .onItem().transformToUniAndConcatenate(request -> read(request).map(Optional::ofNullable)
                                .onFailure(IllegalStateException.class).recoverWithItem(Optional.<Response> empty()))
                        .collect().in(ArrayList<@Nullable Response>::new, (all, one) -> all.add(one.orElse(null)))
                        .map(all -> all));
    }

    private <T> Uni<T> call(Function<Session, Uni<T>> command) {
        return Uni.createFrom().deferred(this::current)
                .chain(at -> command.apply(at)
                        .onFailure().invoke(failure -> judge(at, failure))
                        .onFailure().transform(Failures::translated));
    }

    /** Waits for the very first attempt only: later it is known whether Redis is there. */
    private Uni<Session> current() {
        begin();
        var now = session;
        if (now != null) {
            return Uni.createFrom().item(now);
        }
        return state instanceof LinkState.Down(var reason) ? Uni.createFrom().failure(Failures.unavailable(reason))
                : first().chain(_ -> opened());
    }

    private Uni<Session> opened() {
        var now = session;
        return now == null ? Uni.createFrom().failure(Failures.unavailable("not connected")) : Uni.createFrom().item(now);
    }

    private Uni<LinkState> first() {
        return states().select().where(known -> !(known instanceof LinkState.Idle)).toUni()
                .ifNoItem().after(limit).failWith(() -> Failures.unavailable("not connected yet"));
    }

    private void judge(Session at, Throwable failure) {
        if (Failures.breaksConnection(failure)) {
            giveUp(at, Failures.reason(failure));
        }
    }

    private synchronized void connect() {
        if (closed) {
            return;
        }
        connecting = Uni.createFrom().deferred(() -> Session.open(redis, address.database(), limit))
                .chain(opened -> channels.moveTo(opened)
                        .chain(() -> incarnation(opened))
                        .map(found -> found.orElseThrow(() -> Failures.unavailable("its data is being removed")))
                        .call(() -> runId(opened).invoke(found -> run = found))
                        .ifNoItem().after(limit).fail()
                        .onFailure().invoke(opened::close)
                        .invoke(incarnation -> up(opened, incarnation)))
                .onFailure().invoke(failure -> down(Failures.reason(failure)))
                .onFailure().retry().withBackOff(FIRST_RETRY, SLOWEST_RETRY).withJitter(JITTER).indefinitely()
                .subscribe().with(_ -> {
                }, failure -> Log.error("Redis will not be tried again", failure));
    }

    /**
     * Proposes a new mark and reads which one holds: none if it was removed in between. Also shows that this Redis takes
     * writes.
     */
    private Uni<Optional<String>> incarnation(Session at) {
        return at.script(Request.cmd(Command.SET).arg(mark).arg(UUID.randomUUID().toString()).arg("NX"))
                .chain(() -> at.read(Request.cmd(Command.GET).arg(mark)))
                .map(found -> Optional.ofNullable(found).map(Response::toString));
    }

    private static Uni<String> runId(Session at) {
        return at.read(Request.cmd(Command.INFO).arg("server"))
                .map(info -> info.toString().lines().filter(line -> line.startsWith(RUN_ID)).findFirst()
                        .map(line -> line.substring(RUN_ID.length()).strip()).orElse(""))
                .onFailure(failure -> !Failures.breaksConnection(failure)).recoverWithItem("");
    }

    private void up(Session opened, String incarnation) {
        synchronized (this) {
            if (closed) {
                opened.close();
                return;
            }
            session = opened;
            heartbeat = Multi.createFrom().ticks().every(HEARTBEAT)
                    .onOverflow().drop()
                    .subscribe().with(_ -> beat(opened), failure -> Log.error("Redis is not watched any more", failure));
        }
        Log.debugf("connected to %s", address);
        change(new LinkState.Up(incarnation));
        channels.tellAll();
        opened.onBreak(reason -> giveUp(opened, reason));
    }

    private void down(String reason) {
        if (!(state instanceof LinkState.Down)) {
            Log.debugf("connection to Redis lost: error=%s", reason);
            change(new LinkState.Down(reason));
        }
    }

    private void giveUp(Session broken, String reason) {
        synchronized (this) {
            if (session != broken) {
                return;
            }
            session = null;
            stop(heartbeat);
        }
        broken.close();
        down(reason);
        connect();
    }

    private void beat(Session at) {
        if (channels.silence() > SILENCE_AT_MOST) {
            giveUp(at, "subscriptions are silent");
            return;
        }
        channels.ask();
        call(_ -> incarnation(at))
                .subscribe().with(found -> found.ifPresent(incarnation -> compare(at, incarnation)),
                        failure -> Log.debugf("Redis does not answer: error=%s", failure.getMessage()));
    }

    private void compare(Session at, String incarnation) {
        if (at == session && !state.equals(new LinkState.Up(incarnation))) {
            Log.warnf("Redis has lost its data: incarnation=%s", incarnation);
            change(new LinkState.Up(incarnation));
            channels.tellAll();
        }
    }

    private synchronized void change(LinkState next) {
        state = next;
        changes.onNext(next);
    }

    /** Ends all connections for good. */
    public void close() {
        Session last;
        synchronized (this) {
            closed = true;
            stop(heartbeat);
            stop(connecting);
            last = session;
            session = null;
        }
        if (last != null) {
            last.close();
        }
        state = new LinkState.Down("closed");
    }

    private static void stop(@Nullable Cancellable running) {
        if (running != null) {
            running.cancel();
        }
    }
}
