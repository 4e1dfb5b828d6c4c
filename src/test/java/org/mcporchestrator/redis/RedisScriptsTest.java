package org.mcporchestrator.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.agent.Capacity;
import org.mcporchestrator.agent.Unlimited;
import org.mcporchestrator.agent.traffic.Lanes;
import org.mcporchestrator.agent.traffic.Limit;
import org.mcporchestrator.agent.traffic.LocalLimits;
import org.mcporchestrator.agent.traffic.TimerAlarm;
import org.mcporchestrator.agent.traffic.Turn;
import org.mcporchestrator.engine.drive.Driver;
import org.mcporchestrator.engine.drive.Limits;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Journal.Write;
import org.mcporchestrator.journal.JournalFixture;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Listing.Filter;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.redis.LocalRedis.Settings;
import org.mcporchestrator.redis.limit.RedisLimits;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.budget.Amount;
import org.mcporchestrator.workflow.config.BeltalowdaConfig;
import org.mcporchestrator.workflow.config.CommonConfig;
import org.mcporchestrator.workflow.config.Priority;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.Usage;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;

/** What scripts answer when they are repeated, and how many of them a workflow needs. */
class RedisScriptsTest {

    private static final Lease LEASE = new Lease(new Owner("ann"), Duration.ofSeconds(30));
    private static final WorkflowId ID = JournalFixture.id(1);

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

    @Test
    void repetitionAnswersTheSameAndChangesNothing() {
        repeated(() -> journal.create(JournalFixture.submission(2), Optional.empty()));
        var claim = ((Creation.Claimed) repeated(
                () -> journal.create(JournalFixture.submission(1), Optional.of(LEASE)))).claim();
        repeated(() -> journal.append(claim, JournalFixture.batch(claim, 1, 3,
                Map.of(JournalFixture.step(0), JournalFixture.answer("blue"), JournalFixture.step(1),
                        JournalFixture.fault()))));
        repeated(() -> journal.renew(LEASE, List.of(claim)));
        var result = JournalFixture.result(ID, Status.FAILED, Instant.now());
        repeated(() -> journal.end(claim, JournalFixture.lastEvent(claim, 4), result, true));
        repeated(() -> JournalFixture.reopened(journal, JournalFixture.submission(1), Set.of(JournalFixture.step(1))));
        var claims = get(journal.claim(LEASE, 5));
        repeated(() -> journal.release(claims));
        get(journal.seize(ID, LEASE));
        assertThat(claims).extracting(Claim::id).containsExactly(ID, JournalFixture.id(2));
    }

    @Test
    void pruningAgainRemovesNothingMore() {
        var claim = claimed(JournalFixture.submission(1));
        get(journal.end(claim, JournalFixture.lastEvent(claim, 1),
                JournalFixture.result(ID, Status.FAILED, Instant.EPOCH), false));

        assertThat(get(journal.prune())).isEqualTo(1);
        var before = dump();

        assertThat(get(journal.prune())).isZero();
        assertThat(dump()).isEqualTo(before);
    }

    @Test
    void newerSchemaIsLeftAlone() {
        get(journal.create(JournalFixture.submission(1), Optional.empty()));
        get(journal.create(JournalFixture.submission(2), Optional.empty()));
        redis.send(Command.HSET, "run:" + ID, "schema", "2");

        assertThat(get(journal.claim(LEASE, 1))).extracting(Claim::id).containsExactly(JournalFixture.id(2));
        assertThat(journal.seize(ID, LEASE).onItem().transform(_ -> "seized")
                .onFailure().recoverWithItem(Throwable::getMessage).await().indefinitely()).contains("newer version");
        assertThat(get(journal.find(ID))).isPresent();
    }

    @Test
    void overdueClaimsAreLeftAloneForOneLeaseAfterNobodyGaveASignOfLife() {
        var claim = claimed(JournalFixture.submission(1));
        var other = new Lease(new Owner("bob"), Duration.ofMillis(600));
        redis.send(Command.ZADD, "workflows:claims", "1", ID);
        redis.send(Command.SET, "workflows:tick", System.currentTimeMillis() - 400);

        assertThat(get(journal.claim(other, 1))).isEmpty();
        assertThat(redis.ask(Command.PTTL, "workflows:grace").map(Long::parseLong).orElseThrow()).isBetween(1L, 600L);
        assertThat(get(journal.append(claim, JournalFixture.events(claim, 1, 1)))).isEqualTo(Write.RECORDED);
        redis.send(Command.DEL, "workflows:grace");

        assertThat(get(journal.claim(other, 1))).hasSize(1);
    }

    @Test
    void fiveHundredClaimsAreRenewedInThreeScripts() {
        var claims = get(Uni.join().all(IntStream.range(0, 500)
                .mapToObj(number -> journal.create(JournalFixture.submission(number), Optional.of(LEASE))).toList())
                .andFailFast()).stream().map(creation -> ((Creation.Claimed) creation).claim()).toList();
        get(journal.renew(LEASE, List.of()));
        var before = scripts();

        assertThat(get(journal.renew(LEASE, claims))).isEmpty();

        assertThat(scripts() - before).isEqualTo(3);
    }

    @Test
    void workflowOfNineStepsNeedsAtMostTenScriptsIfItsAgentsAnswerTogether() {
        assertThat(scriptsOfAWorkflow(new Together(), new OneVendor("vendor"))).isLessThanOrEqualTo(10);
    }

    @Test
    void limitOfTokensCostsTwoMoreForEachCall() {
        var limited = new OneVendor("vendor", new Capacity(10, 1_000_000));

        assertThat(scriptsOfAWorkflow(new Together(), limited)).isBetween(11L, 10L + 2 * 9);
    }

    @Test
    void workflowNeedsOneScriptForItsCreationOneForItsOpeningAndOneForEachStep() {
        assertThat(scriptsOfAWorkflow(step -> Uni.createFrom().voidItem().onItem().delayIt()
                .by(Duration.ofMillis(20 + 60 * Character.getNumericValue(step.charAt(step.length() - 1)))),
                new OneVendor("vendor")))
                .isLessThanOrEqualTo(11);
    }

    @Test
    void listExaminesAtMostAThousand() {
        get(Uni.join().all(IntStream.range(0, 1500)
                .mapToObj(number -> journal.create(JournalFixture.submission(number), Optional.empty())).toList())
                .andFailFast());
        var wanted = new Filter(Optional.of(Status.FAILED), Optional.empty());

        var first = get(journal.list(wanted, Optional.empty(), 10));
        var second = get(journal.list(wanted, first.next(), 10));

        assertThat(first.standings()).isEmpty();
        assertThat(first.next().orElseThrow().id()).isEqualTo(JournalFixture.id(500));
        assertThat(second.next()).isEmpty();
        assertThat(get(journal.list(Filter.ALL, Optional.empty(), 1200)).standings()).hasSize(1000);
    }

    /** When the agent of a step answers. */
    private interface Pace {

        Uni<Void> of(String step);
    }

    /** All agents of a tier answer in the moment in which the last of them was asked. */
    private static final class Together implements Pace {

        private static final Map<String, Integer> TIERS = Map.of("belter", 5, "drummer", 2);

        private final List<Runnable> asked = new CopyOnWriteArrayList<>();

        @Override
        public Uni<Void> of(String step) {
            var all = TIERS.getOrDefault(step.split("_")[0], 1);
            return Uni.createFrom().emitter(emitter -> {
                asked.add(() -> emitter.complete(null));
                if (asked.size() == all) {
                    var ready = List.copyOf(asked);
                    asked.clear();
                    ready.forEach(Runnable::run);
                }
            });
        }
    }

    /** With all that its calls pass before they leave. */
    private long scriptsOfAWorkflow(Pace pace, OneVendor vendor) {
        var submission = nineSteps();
        var limits = new RedisLimits(journal, new Settings(redis.port(), 0, "", Optional.empty()),
                new LocalLimits(Clock.systemUTC()), vendor);
        var lane = new Lanes(Limit.USUAL, limits, new TimerAlarm(), Clock.systemUTC()).to(vendor);
        var turn = new Turn(new Unlimited(submission.id()), 1_000, Duration.ofMinutes(1), false,
                Duration.ofMinutes(1));
        var before = scripts();
        Function<Step, Uni<Outcome>> agent = step -> lane.within(turn, Uni.createFrom()
                .<Outcome> item(new Outcome.Answered("[\"a\",\"b\",\"c\",\"d\",\"e\"]", "scripted",
                        "parrot", new Usage(1, 2), Optional.of(BigDecimal.ONE), Duration.ofSeconds(1), 1, true))
                .call(() -> pace.of(step.id().value())), _ -> 3);
        var claim = claimed(submission);
        var history = get(journal.history(claim.id()));
        var end = get(new Driver(claim, history, journal, agent, Clock.systemUTC(),
                new Limits(Duration.ofHours(1), 1 << 20, 64 << 20), _ -> Amount.NONE, Optional.empty()).drive());

        assertThat(end).isInstanceOfSatisfying(Driver.End.Ended.class, ended -> {
            assertThat(ended.result().status()).isEqualTo(Status.COMPLETED);
            assertThat(ended.result().agentResults()).hasSize(5);
            assertThat(ended.result().synthesisResults()).hasSize(3);
            assertThat(get(journal.result(claim.id()))).isPresent();
            assertThat(get(journal.find(claim.id()))).contains(ended.standing());
        });
        assertThat(redis.ask(Command.HGET, "stats:totals", "cost")).contains("9");
        return scripts() - before;
    }

    private static Submission nineSteps() {
        var given = JournalFixture.submission(7);
        var common = BeltalowdaConfig.defaults().common();
        var five = new CommonConfig(5, true, true, false, true, 10, common.timeout(), common.workflowTimeout(), true, 2, false,
                List.of(), "reports", Optional.of("parrot"), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Priority.NORMAL, true, Map.of());
        var config = new BeltalowdaConfig(five, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 3, true,
                true, true);
        return new Submission(given.id(), given.task(), given.title(), config, "scripted", List.of(), Map.of(),
                Optional.empty(), given.createdAt());
    }

    /** Does it, then does it again, and answers the one answer. */
    @CanIgnoreReturnValue
    private static <T> T repeated(Supplier<Uni<T>> action) {
        var first = action.get().await().atMost(Duration.ofSeconds(5));
        var before = dump();
        assertThat(action.get().await().atMost(Duration.ofSeconds(5))).isEqualTo(first);
        assertThat(dump()).isEqualTo(before);
        return first;
    }

    /** All keys with their contents, but for what moves with time. */
    private static Map<String, String> dump() {
        var all = new TreeMap<String, String>();
        for (var key : redis.all(Command.KEYS, "*")) {
            if (!key.equals("workflows:tick") && !key.equals("workflows:claims")) {
                all.put(key, redis.ask(Command.DEBUG, "DIGEST-VALUE", key).orElseThrow());
            }
        }
        all.put("workflows:claims", redis.all(Command.ZRANGE, "workflows:claims", "0", "-1").toString());
        return all;
    }

    private static long scripts() {
        return redis.ask(Command.INFO, "commandstats").orElseThrow().lines()
                .filter(line -> line.contains("cmdstat_eval"))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
                .sum();
    }

    private static Claim claimed(Submission submission) {
        return ((Creation.Claimed) get(journal.create(submission, Optional.of(LEASE)))).claim();
    }

    @CanIgnoreReturnValue
    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(5));
    }
}
