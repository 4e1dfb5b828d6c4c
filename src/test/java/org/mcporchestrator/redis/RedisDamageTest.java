package org.mcporchestrator.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mcporchestrator.journal.JournalFixture.events;
import static org.mcporchestrator.journal.JournalFixture.lastEvent;
import static org.mcporchestrator.journal.JournalFixture.result;
import static org.mcporchestrator.journal.JournalFixture.submission;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcporchestrator.engine.claim.Recollection;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Journal.Unread;
import org.mcporchestrator.journal.Journal.Write;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Lease.Patience;
import org.mcporchestrator.journal.Listing.Filter;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.redis.analytics.RedisAnalytics;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;

/** What somebody has damaged in Redis concerns that workflow alone. */
class RedisDamageTest {

    private static final Lease LEASE = new Lease(new Owner("ann"), Duration.ofSeconds(30));
    private static final WorkflowId BAD = submission(1).id();
    private static final WorkflowId GOOD = submission(2).id();

    private static LocalRedis redis;
    private static RedisJournal journal;

    @BeforeAll
    static void start() {
        redis = new LocalRedis();
        journal = redis.journal();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @AfterEach
    void clear() {
        redis.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = { "created", "schema", "epoch", "seq", "takeovers", "status" })
    void headWithoutAFieldHoldsUpNoClaim(String field) {
        get(journal.create(submission(1), Optional.empty()));
        get(journal.create(submission(2), Optional.empty()));
        redis.send(Command.HDEL, "run:" + BAD, field);

        assertThat(get(journal.claim(LEASE, 5))).extracting(Claim::id).containsExactly(GOOD);
        assertThat(redis.all(Command.ZRANGE, "workflows:waiting", 0, -1)).isEmpty();
        assertThat(redis.ask(Command.EXISTS, "run:" + BAD)).hasValue("1");
    }

    /** It waits no more, so nobody would ever hear of it again. */
    @Test
    void whatNobodyCanDriveIsCountedWhenItIsSetAside() {
        var meters = new SimpleMeterRegistry();
        Metrics.addRegistry(meters);
        get(journal.create(submission(1), Optional.empty()));
        redis.send(Command.HSET, "run:" + BAD, "epoch", "many");
        redis.send(Command.ZADD, "workflows:waiting", "0", "my-note");

        get(journal.claim(LEASE, 5));
        get(journal.claim(LEASE, 5));

        assertThat(meters.counter("orchestrator.workflows.set.aside").count()).isEqualTo(2);
        Metrics.removeRegistry(meters);
    }

    /** Another process can claim them: a rolling upgrade is under way. */
    @Test
    void manyWorkflowsOfANewerVersionAtTheFrontHoldUpNobody() {
        get(journal.create(submission(1), Optional.empty()));
        redis.send(Command.EVAL, """
                for number = 1, 1200 do
                  local id = string.format('research_%012x', 4096 + number)
                  redis.call('HSET', 'run:' .. id, 'status', 'pending', 'schema', '2')
                  redis.call('ZADD', 'workflows:waiting', 0, id)
                end""", "0");

        var claims = List.of(get(journal.claim(LEASE, 1)), get(journal.claim(LEASE, 1)));

        assertThat(claims).flatMap(claimed -> claimed).extracting(Claim::id).containsExactly(BAD);
        assertThat(redis.ask(Command.ZCARD, "workflows:waiting")).hasValue("1200");
        get(journal.create(submission(2), Optional.empty()));
        assertThat(List.of(get(journal.claim(LEASE, 1)), get(journal.claim(LEASE, 1)))).flatMap(claimed -> claimed)
                .extracting(Claim::id).containsExactly(GOOD);
    }

    @Test
    void manySuspectsThatWaitForTheirTimeHoldUpNobody() {
        for (var number = 1; number <= 120; number++) {
            created(number);
        }
        redis.send(Command.EVAL, """
                local now = redis.call('TIME')[1] * 1000
                for _, id in ipairs(redis.call('ZRANGE', 'workflows:claims', 0, -1)) do
                  redis.call('HSET', 'run:' .. id, 'takeovers', '2', 'accepted', '1')
                  redis.call('ZADD', 'workflows:claims', now - 1000, id)
                end
                redis.call('HSET', 'run:' .. ARGV[1], 'takeovers', '0')
                redis.call('ZADD', 'workflows:claims', now, ARGV[1])""", "0", BAD);

        assertThat(get(journal.claim(LEASE, 5))).extracting(Claim::id).containsExactly(BAD);
    }

    @Test
    void keyOfAnotherTypeHoldsUpNoClaim() {
        get(journal.create(submission(1), Optional.empty()));
        get(journal.create(submission(2), Optional.empty()));
        replaceHead();

        assertThat(get(journal.claim(LEASE, 5))).extracting(Claim::id).containsExactly(GOOD);
    }

    @Test
    void keyOfAnotherTypeHoldsUpNoRenewalAndNoRelease() {
        var bad = created(1);
        var good = created(2);
        replaceHead();

        assertThat(get(journal.renew(LEASE, List.of(bad, good)))).containsExactly(BAD);
        get(journal.release(List.of(bad, good)));
        assertThat(redis.all(Command.ZRANGE, "workflows:waiting", 0, -1)).containsExactly(GOOD.value());
    }

    @Test
    void keyOfAnotherTypeIsLeftOutOfListsAndSetAsideAtTheStart() {
        get(journal.create(submission(1), Optional.empty()));
        get(journal.create(submission(2), Optional.empty()));
        replaceHead();

        assertThat(get(journal.list(Filter.ALL, Optional.empty(), 10)).standings()).extracting(Standing::id)
                .containsExactly(GOOD);
        var recent = get(journal.recent(10));
        assertThat(recent.active()).extracting(Standing::id).containsExactly(GOOD);
        assertThat(recent.unreadable()).isEqualTo(1);
    }

    @Test
    void damagedResultHindersNoOtherAtTheStartAndIsFoundByWhoReadsIt() {
        for (var number = 1; number <= 3; number++) {
            var claim = created(number);
            get(journal.end(claim, lastEvent(claim, 1), result(claim.id(), Status.COMPLETED, Instant.now()), false));
        }
        redis.send(Command.SET, "result:" + BAD, "{\"broken");

        var ended = get(journal.recent(10)).ended();

        assertThat(ended).hasSize(3).filteredOn(found -> !found.id().equals(BAD)).hasSize(2).allSatisfy(found -> {
            assertThat(found.content().get().standing().id()).isEqualTo(found.id());
            assertThat(found.content().get().result()).isEqualTo(get(journal.result(found.id())).orElseThrow());
        });
        assertThat(ended).filteredOn(found -> found.id().equals(BAD)).singleElement().satisfies(
                found -> assertThatThrownBy(found.content()::get).hasMessage("not the JSON of a OrchestratorResult"));
    }

    @Test
    void keyOfAnotherTypeHoldsUpNoPruning() {
        for (var number = 1; number <= 5; number++) {
            var claim = created(number);
            get(journal.end(claim, lastEvent(claim, 1), result(claim.id(), Status.COMPLETED, Instant.now()), false));
        }
        replaceHead();

        assertThat(get(journal.prune())).isEqualTo(2);
        assertThat(redis.ask(Command.EXISTS, "run:" + BAD)).hasValue("0");
    }

    @Test
    void foreignMembersOfIndexesArePassedOver() {
        get(journal.create(submission(1), Optional.empty()));
        var claim = created(2);
        get(journal.end(claim, lastEvent(claim, 1), result(GOOD, Status.COMPLETED, Instant.now()), false));
        for (var foreign : List.of("my-note", "research_1", "custom_0000000000zz", "research_00000000000a")) {
            redis.send(Command.ZADD, "workflows:by_created", "+inf", foreign);
            redis.send(Command.ZADD, "workflows:by_created", "1", foreign + "-old");
            redis.send(Command.ZADD, "results:by_time", foreign.equals("my-note") ? "+inf" : "1", foreign);
            redis.send(Command.ZADD, "results:by_cost", "1000", foreign);
            List.of("active", "completed").forEach(set -> redis.send(Command.SADD, "workflows:" + set, foreign));
            List.of("waiting", "claims").forEach(queue -> redis.send(Command.ZADD, "workflows:" + queue, "0", foreign));
        }
        redis.send(Command.HSET, "stats:kept", "cost:provider:note", "see above");
        redis.send(Command.PUBLISH, "workflows:notices:0", "taken");

        assertThat(get(journal.list(Filter.ALL, Optional.empty(), 1)).standings()).extracting(Standing::id)
                .containsExactly(GOOD);
        assertThat(get(journal.list(Filter.ALL, Optional.empty(), 10)).standings()).extracting(Standing::id)
                .containsExactly(GOOD, BAD);
        assertThat(get(journal.recent(10)).ended()).extracting(Unread::id).containsExactly(GOOD);
        assertThat(get(journal.claim(LEASE, 5))).extracting(Claim::id).containsExactly(BAD);
        var analytics = new RedisAnalytics(journal, new LocalRedis.Settings(redis.port(), 0, "", Optional.empty()),
                Clock.systemUTC());
        assertThat(get(analytics.costs()).dearest().orElseThrow().id()).isEqualTo(GOOD);
        assertThat(get(analytics.counts()).newest()).contains(GOOD);
        assertThat(get(analytics.performance())).isPresent();
        for (var sweep = 0; sweep < 10; sweep++) {
            get(journal.prune());
        }
        assertThat(redis.all(Command.ZRANGE, "workflows:by_created", "0", "-1")).containsExactly(BAD.value(), GOOD.value());
    }

    /** Whoever writes a head by hand under another name does not get a driver for it. */
    @Test
    void headUnderAForeignNameHoldsUpNoClaim() {
        get(journal.create(submission(1), Optional.empty()));
        get(journal.create(submission(2), Optional.empty()));
        redis.send(Command.EVAL, "local all = redis.call('HGETALL', KEYS[1]) redis.call('HSET', KEYS[2], unpack(all))", "2",
                "run:" + BAD, "run:my-note");
        redis.send(Command.ZADD, "workflows:waiting", "0", "my-note");

        assertThat(get(journal.claim(LEASE, 5))).extracting(Claim::id).containsExactly(BAD, GOOD);
        assertThat(redis.all(Command.ZRANGE, "workflows:waiting", 0, -1)).isEmpty();
    }

    @Test
    void damagedWorkflowIsToldOfOnceInAWhile() {
        var now = new AtomicLong();
        var damage = new Damage(now::get);

        assertThat(damage.isNews(BAD)).isTrue();
        assertThat(damage.isNews(BAD)).isFalse();
        assertThat(damage.isNews(GOOD)).isTrue();
        now.addAndGet(Duration.ofMinutes(10).toNanos());
        assertThat(damage.isNews(BAD)).isTrue();
    }

    /** Parsers quote what they could not read, and that may be an answer of a model. */
    @Test
    void whatIsDamagedIsNotQuotedInTheLog() {
        var told = new ArrayList<LogRecord>();
        var listener = listener(told);
        var log = Logger.getLogger(Damage.class.getName());
        log.addHandler(listener);
        created(1);
        redis.send(Command.HSET, "run:" + BAD, "agents", "a secret");

        assertUnreadable(redis.journal().find(BAD));

        log.removeHandler(listener);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().getMessage() + Arrays.toString(told.getFirst().getParameters())).contains(BAD.value())
                .doesNotContain("secret");
    }

    private static Handler listener(List<LogRecord> told) {
        return new Handler() {

            @Override
            public void publish(LogRecord line) {
                told.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Test
    void damagedWorkflowIsCalledSo() {
        var claim = created(1);
        get(journal.end(claim, lastEvent(claim, 1), result(BAD, Status.FAILED, Instant.now()), true));
        redis.send(Command.SET, "result:" + BAD, "{\"broken");
        assertUnreadable(journal.result(BAD));

        redis.send(Command.DEL, "steps:" + BAD);
        redis.send(Command.SET, "steps:" + BAD, "x");
        assertUnreadable(journal.history(BAD));

        redis.send(Command.DEL, "journal:" + BAD);
        redis.send(Command.SET, "journal:" + BAD, "x");
        assertUnreadable(journal.follow(BAD, Position.START).collect().asList());

        redis.send(Command.HSET, "run:" + BAD, "epoch", "many");
        assertUnreadable(journal.find(BAD));

        replaceHead();
        assertUnreadable(journal.find(BAD));
        assertUnreadable(journal.seize(BAD, LEASE));
    }

    @Test
    void eventOfANewerVersionIsPassedOnAsItIs() {
        var claim = created(1);
        redis.send(Command.XADD, "journal:" + BAD, "1-1", "event", """
                {"task_id":"%s","timestamp":"2026-01-02T03:04:05Z","data":{"of":["sheep"]},"event_type":"agent_dreams"}"""
                .formatted(BAD));
        redis.send(Command.HSET, "run:" + BAD, "seq", "1");
        get(journal.append(claim, events(claim, 2, 1)));

        var entries = get(journal.entries(BAD));

        assertThat(entries).extracting(entry -> entry.envelope().event().type())
                .containsExactly("agent_dreams", "iteration_start");
        assertThat(get(journal.follow(BAD, Position.START).select().first(2).collect().asList())).isEqualTo(entries);
    }

    @Test
    void workflowWithDamagedOutcomesCanStillBeEnded() {
        var claim = created(1);
        redis.send(Command.SET, "steps:" + BAD, "x");
        var recollection = new Recollection(journal, new Patience(1, 1));
        assertUnreadable(recollection.history(claim));

        var last = new Claim(claim.id(), claim.owner(), claim.epoch(), claim.seq(), 1);
        var history = get(recollection.history(last));

        assertThat(history.standing().submission()).isEqualTo(submission(1));
        assertThat(history.outcomes()).isEmpty();
        assertThat(get(journal.end(last, lastEvent(last, 1), result(BAD, Status.FAILED, Instant.now()), true)))
                .isEqualTo(Write.RECORDED);
        assertThat(get(journal.find(BAD)).orElseThrow().status()).isEqualTo(Status.FAILED);
    }

    @Test
    void keyOfAnotherTypeHoldsUpNoSuccession() {
        var successor = new Lease(new Owner("bob"), Duration.ofSeconds(30));
        get(journal.succeed(LEASE, "host/0.0.0.0:5060"));
        var _ = List.of(created(1), created(2));
        replaceHead();

        assertThat(get(journal.succeed(successor, "host/0.0.0.0:5060"))).isEqualTo(1);
        assertThat(get(journal.claim(successor, 5))).extracting(Claim::id).containsExactly(GOOD);
    }

    @Test
    void workflowOfANewerVersionIsNoAbsenceOfRedis() {
        get(journal.create(submission(1), Optional.empty()));
        redis.send(Command.HSET, "run:" + BAD, "schema", "2");

        assertUnreadable(journal.seize(BAD, LEASE));
        assertThat(get(journal.claim(LEASE, 5))).isEmpty();
        assertThat(redis.all(Command.ZRANGE, "workflows:waiting", 0, -1)).containsExactly(BAD.value());
    }

    @CanIgnoreReturnValue
    private static Claim created(int number) {
        return ((Creation.Claimed) get(journal.create(submission(number), Optional.of(LEASE)))).claim();
    }

    private static void replaceHead() {
        redis.send(Command.DEL, "run:" + BAD);
        redis.send(Command.SET, "run:" + BAD, "x");
    }

    private static void assertUnreadable(Uni<?> uni) {
        assertThatThrownBy(() -> get(uni)).isInstanceOfSatisfying(FaultException.class,
                failure -> assertThat(failure.fault().code()).isEqualTo(Fault.Code.WORKFLOW_UNREADABLE));
    }

    @CanIgnoreReturnValue
    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(5));
    }
}
