package org.mcporchestrator.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.analytics.Analytics;
import org.mcporchestrator.analytics.Costs.Share;
import org.mcporchestrator.analytics.Spending;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.JournalFixture;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.redis.LocalRedis.Retention;
import org.mcporchestrator.redis.LocalRedis.Settings;
import org.mcporchestrator.redis.analytics.RedisAnalytics;
import org.mcporchestrator.redis.link.RedisConfig;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.result.AgentResult;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.AgentType;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;

/** Figures against a real Redis, asked of another process than the one that recorded. */
class RedisAnalyticsTest {

    private static final Lease LEASE = new Lease(new Owner("ann"), Duration.ofSeconds(30));

    private static LocalRedis redis;
    private static RedisJournal journal;
    private static RedisConfig config;
    private static Analytics analytics;

    @BeforeAll
    static void start() {
        redis = new LocalRedis();
        config = new Settings(redis.port(), 0, "", Optional.empty());
        journal = redis.journal(Retention.of(Duration.ofDays(7), 10_000, 0));
        analytics = new RedisAnalytics(redis.journal(), config, Clock.systemUTC());
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
    void allIsZeroAtFirst() {
        var counts = get(analytics.counts());
        var costs = get(analytics.costs());

        assertThat(List.of(counts.active(), counts.completed(), counts.recent())).containsOnly(0L);
        assertThat(counts.byPattern()).containsOnlyKeys(PatternName.values())
                .allSatisfy((_, count) -> assertThat(count).isZero());
        assertThat(counts.byStatus()).containsOnlyKeys(Status.values()).allSatisfy((_, count) -> assertThat(count).isZero());
        assertThat(counts.newest()).isEmpty();
        assertThat(costs.kept()).isEqualTo(Spending.NONE);
        assertThat(costs.dearest()).isEmpty();
        assertThat(costs.byProvider()).isEmpty();
        assertThat(get(analytics.performance())).isEmpty();
    }

    @Test
    void threeCompletedOneFailedOneCancelled() {
        fiveEnded();
        created(JournalFixture.submission(6));
        var running = created(JournalFixture.search(7));
        get(journal.append(running, JournalFixture.events(running, 1, 1)));

        var counts = get(analytics.counts());

        assertThat(counts.active()).isEqualTo(2);
        assertThat(counts.completed()).isEqualTo(5);
        assertThat(counts.recent()).isEqualTo(5);
        assertThat(counts.byPattern()).isEqualTo(Map.of(PatternName.BELTALOWDA, 5L, PatternName.SWARM, 2L));
        assertThat(counts.byStatus()).isEqualTo(Map.of(Status.PENDING, 1L, Status.RUNNING, 1L, Status.COMPLETED, 3L,
                Status.FAILED, 1L, Status.CANCELLED, 1L));
        assertThat(counts.newest()).extracting(WorkflowId::value).containsExactly(id(5), id(4), id(3),
                JournalFixture.search(2).id().value(), id(1));
    }

    @Test
    void costsAreThoseOfAllThatEnded() {
        fiveEnded();

        var costs = get(analytics.costs());

        assertSpent(costs.kept(), "1.0500003", 150, 5);
        assertSpent(costs.lastDay(), "1.0500003", 150, 5);
        assertSpent(costs.ever(), "1.0500003", 150, 5);
        assertThat(costs.kept().average()).isEqualByComparingTo("0.21000006");
        assertThat(costs.priced()).isEqualTo(4);
        assertThat(costs.time()).isEqualTo(Duration.ofMillis(15_500));
        assertThat(costs.dearest()).hasValueSatisfying(dearest -> {
            assertThat(dearest.id()).isEqualTo(JournalFixture.id(3));
            assertThat(dearest.cost()).isEqualByComparingTo("0.6000003");
            assertThat(dearest.time()).isEqualTo(Duration.ofMillis(3500));
        });
        assertShare(costs.byProvider().get("xai"), "1.0500003", 150);
        assertShare(costs.byModel().get("grok: 4"), "1.0500003", 150);
        assertShare(costs.byPattern().get("beltalowda"), "0.8500003", 130);
        assertShare(costs.byPattern().get("swarm"), "0.2", 20);
    }

    @Test
    void performanceIsThatOfAllThatEnded() {
        fiveEnded();

        var performance = get(analytics.performance()).orElseThrow();

        assertThat(performance.workflows()).isEqualTo(5);
        assertThat(performance.average()).isEqualTo(Duration.ofMillis(3100));
        assertThat(performance.shortest()).isEqualTo(Duration.ofSeconds(1));
        assertThat(performance.longest()).isEqualTo(Duration.ofSeconds(5));
        assertThat(performance.successRate()).isEqualByComparingTo("60");
    }

    @Test
    void reopenedWorkflowIsInNoFigureOfTheEnded() {
        fiveEnded();

        assertThat(get(JournalFixture.reopened(journal, JournalFixture.submission(3), Set.of()))).isTrue();

        var costs = get(analytics.costs());
        for (var spent : List.of(costs.kept(), costs.lastDay(), costs.ever())) {
            assertSpent(spent, "0.45", 120, 4);
        }
        assertThat(costs.dearest().orElseThrow().id()).isEqualTo(JournalFixture.search(2).id());
        assertThat(get(analytics.performance()).orElseThrow().workflows()).isEqualTo(4);
        var counts = get(analytics.counts());
        assertThat(counts.byStatus()).containsEntry(Status.FAILED, 0L).containsEntry(Status.PENDING, 1L);
        assertThat(counts.newest()).doesNotContain(JournalFixture.id(3)).hasSize(4);
    }

    @Test
    void reopenedWorkflowThatEndsAgainCountsOnce() {
        fiveEnded();
        get(JournalFixture.reopened(journal, JournalFixture.submission(3), Set.of()));
        var claim = get(journal.claim(LEASE, 1)).getFirst();

        get(journal.end(claim, JournalFixture.lastEvent(claim, 2),
                result(claim.id(), Status.COMPLETED, "0.6000003", 30, 3500, Instant.now()), false));

        assertSpent(get(analytics.costs()).kept(), "1.0500003", 150, 5);
        assertSpent(get(analytics.costs()).ever(), "1.0500003", 150, 5);
        assertThat(get(analytics.performance()).orElseThrow().successRate()).isEqualByComparingTo("80");
    }

    @Test
    void prunedWorkflowsAreInNoFigureOfTheKept() {
        fiveEnded();
        get(redis.journal().prune());

        var costs = get(analytics.costs());

        assertSpent(costs.kept(), "0.7500003", 120, 3);
        assertSpent(costs.lastDay(), "0.7500003", 120, 3);
        assertSpent(costs.ever(), "1.0500003", 150, 5);
        assertThat(costs.byPattern()).containsOnlyKeys("beltalowda");
        var counts = get(analytics.counts());
        assertThat(counts.completed()).isEqualTo(3);
        assertThat(counts.byPattern()).containsEntry(PatternName.SWARM, 0L);
        assertThat(counts.byStatus()).containsEntry(Status.COMPLETED, 1L);
        assertThat(counts.newest()).hasSize(3);
        assertThat(get(analytics.performance()).orElseThrow().workflows()).isEqualTo(3);
    }

    @Test
    void prunedWorkflowsAreInNoFigureAlthoughTheirKeysHaveExpired() {
        fiveEnded();
        IntStream.rangeClosed(1, 5).forEach(number -> {
            for (var kind : List.of("run:", "workflow:", "result:", "journal:", "steps:")) {
                redis.send(Command.DEL, kind + id(number), kind + JournalFixture.search(number).id());
            }
        });

        get(journal.prune());

        assertThat(get(analytics.costs()).kept()).isEqualTo(Spending.NONE);
        assertThat(get(analytics.counts()).completed()).isZero();
        assertThat(get(analytics.performance())).isEmpty();
    }

    @Test
    void onlyTheNewestTwentyAreTold() {
        var now = Instant.now();
        IntStream.rangeClosed(1, 25).forEach(number -> ended(JournalFixture.submission(number), Status.COMPLETED, "0", 0, 1,
                now.minusSeconds(60 - number), false));
        ended(JournalFixture.submission(26), Status.COMPLETED, "0", 0, 1, now.minus(Duration.ofHours(25)), false);

        var counts = get(analytics.counts());

        assertThat(counts.recent()).isEqualTo(25);
        assertThat(counts.completed()).isEqualTo(26);
        assertThat(counts.newest()).extracting(WorkflowId::value)
                .containsExactlyElementsOf(IntStream.rangeClosed(6, 25).mapToObj(number -> id(31 - number)).toList());
        assertThat(get(analytics.costs()).lastDay().workflows()).isEqualTo(25);
    }

    @Test
    void sumsDoNotDriftInTenThousandAdditionsAndAsManySubtractions() {
        var script = """
                for i = 1, 5000 do
                  redis.call('HINCRBYFLOAT', 'stats:kept', 'cost', '0.0000375')
                  redis.call('HINCRBYFLOAT', 'stats:kept', 'cost', '0.1')
                end
                for i = 1, 5000 do
                  redis.call('HINCRBYFLOAT', 'stats:kept', 'cost', '-0.1')
                  redis.call('HINCRBYFLOAT', 'stats:kept', 'cost', '-0.0000375')
                end""";

        redis.send(Command.EVAL, script, "0");

        assertThat(get(analytics.costs()).kept().cost().abs()).isLessThan(new BigDecimal("0.0000000001"));
    }

    @Test
    void withoutRedisThereAreNone() {
        var off = new RedisAnalytics(journal, new Settings(redis.port(), 0, "", Optional.empty()).off(), Clock.systemUTC());

        for (var question : List.of(off.counts(), off.costs(), off.performance())) {
            assertThatThrownBy(() -> get(question)).isInstanceOfSatisfying(FaultException.class,
                    failure -> assertThat(failure.fault().code()).isEqualTo(Fault.Code.JOURNAL_UNAVAILABLE));
        }
    }

    @Test
    void callsWithoutAnAnswerCountForTheProviderThatBillsThem() {
        var claim = created(JournalFixture.submission(1));
        var usual = result(claim.id(), Status.COMPLETED, "0.5", 50, 1000, Instant.now());
        var charges = List.of(Map.of("provider", "openai", "model", "gpt-4.1", "tokens_used", 20L, "estimated", true, "cost",
                new BigDecimal("0.2")));
        var agent = usual.agentResults().getFirst();
        var charged = new AgentResult(agent.agentId(), agent.agentType(), agent.subtaskId(), "", agent.status(),
                agent.executionTime(), agent.cost(), agent.tokensUsed(),
                Map.of("provider", "xai", "model", "grok-4", "charges", charges), Optional.empty(), List.of());

        get(journal.end(claim, JournalFixture.lastEvent(claim, 1), new OrchestratorResult(usual.id(), usual.title(),
                usual.status(), List.of(charged), List.of(), Optional.empty(), usual.executionTime(), usual.totalCost(),
                usual.metadata(), List.of(), List.of(), Optional.empty(), usual.completedAt()), false));

        var costs = get(analytics.costs());
        assertShare(costs.byProvider().get("xai"), "0.3", 30);
        assertShare(costs.byProvider().get("openai"), "0.2", 20);
    }

    /** 3 completed, of them one search, one failed and reopenable, one cancelled; 0.1 to 0.6 USD, 10 to 50 tokens, 1 to 5 s. */
    private static void fiveEnded() {
        var now = Instant.now().minusSeconds(10);
        ended(JournalFixture.submission(1), Status.COMPLETED, "0.1", 10, 1000, now, false);
        ended(JournalFixture.search(2), Status.COMPLETED, "0.2", 20, 2000, now.plusSeconds(1), false);
        ended(JournalFixture.submission(3), Status.FAILED, "0.6000003", 30, 3500, now.plusSeconds(2), true);
        ended(JournalFixture.submission(4), Status.CANCELLED, "0", 40, 4000, now.plusSeconds(3), false);
        ended(JournalFixture.submission(5), Status.COMPLETED, "0.15", 50, 5000, now.plusSeconds(4), false);
    }

    private static void ended(Submission submission, Status status, String cost, long tokens, long millis, Instant at,
            boolean reopenable) {
        var claim = created(submission);
        get(journal.end(claim, JournalFixture.lastEvent(claim, 1), result(claim.id(), status, cost, tokens, millis, at),
                reopenable));
    }

    private static OrchestratorResult result(WorkflowId id, Status status, String cost, long tokens, long millis, Instant at) {
        var took = Duration.ofMillis(millis);
        var agent = new AgentResult("agent_belter_0", AgentType.WORKER, JournalFixture.step(0), "blue", Status.COMPLETED, took,
                Optional.of(new BigDecimal(cost)), tokens, Map.of("provider", "xai", "model", "grok:\n4"), Optional.empty(),
                List.of());
        return new OrchestratorResult(id, "Sky", status, List.of(agent), List.of(), Optional.empty(), took,
                new BigDecimal(cost), Map.of("total_tokens", tokens), List.of(), List.of(), Optional.empty(), at);
    }

    @CanIgnoreReturnValue
    private static Claim created(Submission submission) {
        return ((Creation.Claimed) get(journal.create(submission, Optional.of(LEASE)))).claim();
    }

    private static String id(int number) {
        return JournalFixture.id(number).value();
    }

    private static void assertSpent(Spending spent, String cost, long tokens, long workflows) {
        assertThat(spent.cost()).isEqualByComparingTo(cost);
        assertThat(spent.tokens()).isEqualTo(tokens);
        assertThat(spent.workflows()).isEqualTo(workflows);
    }

    private static void assertShare(Share share, String cost, long tokens) {
        assertThat(share.cost()).isEqualByComparingTo(cost);
        assertThat(share.tokens()).isEqualTo(tokens);
    }

    @CanIgnoreReturnValue
    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(5));
    }
}
