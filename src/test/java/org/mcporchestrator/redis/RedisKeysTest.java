package org.mcporchestrator.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcporchestrator.TestMapper;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Journal.Reopening;
import org.mcporchestrator.journal.Journal.Write;
import org.mcporchestrator.journal.JournalFixture;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.journal.admission.Admission;
import org.mcporchestrator.journal.admission.IdempotencyKey;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;

/** What operators find with redis-cli. Names and fields are public: a change here breaks their scripts and stored data. */
class RedisKeysTest {

    private static final Lease LEASE = new Lease(new Owner("ann"), Duration.ofSeconds(5));
    private static final WorkflowId ID = JournalFixture.id(1);
    private static final long DAY = 86_400;

    private static LocalRedis redis;

    @BeforeAll
    static void start() {
        redis = new LocalRedis();
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
    void claimedWorkflowIsActiveWithALease() {
        created(redis.journal(), Optional.of(LEASE));

        assertThat(keys()).containsExactlyInAnyOrder("workflow:" + ID, "run:" + ID, "workflows:active",
                "workflows:type:beltalowda", "workflows:status:pending", "workflows:claims", "workflows:by_created",
                "stats:totals",
                "stats:day:20260102");
        assertThat(redis.all(Command.SMEMBERS, "workflows:active")).containsExactly(ID.value());
        assertThat(redis.all(Command.SMEMBERS, "workflows:type:beltalowda")).containsExactly(ID.value());
        assertThat(score("workflows:claims")).isCloseTo(System.currentTimeMillis() + 5_000.0, within(2_000.0));
        assertThat(score("workflows:by_created")).isEqualTo(1_767_323_046e6);
        assertThat(head("schema", "owner", "epoch", "seq", "status", "stage"))
                .containsExactly("1", "ann", "1", "0", "pending", "waiting");
        assertThat(ttl("workflow:" + ID)).isCloseTo(DAY, within(2L));
        assertThat(ttl("run:" + ID)).isEqualTo(-1);
        assertThat(entry().path("status").asText()).isEqualTo("pending");
    }

    @Test
    void entryIsTheSeedsWithNullsForWhatIsNotKnownYet() {
        created(redis.journal(), Optional.empty());

        var entry = entry();

        assertThat(entry.path("task_id").asText()).isEqualTo(ID.value());
        assertThat(entry.path("orchestrator_type").asText()).isEqualTo("beltalowda");
        assertThat(entry.path("task").asText()).isEqualTo("Why is the sky blue?");
        assertThat(entry.path("title").asText()).isEqualTo("Sky");
        assertThat(entry.path("created_at").asText()).isEqualTo("2026-01-02T03:04:06Z");
        assertThat(entry.path("provider_name").asText()).isEqualTo("scripted");
        assertThat(entry.path("config").path("num_agents").asInt()).isEqualTo(8);
        assertThat(entry.path("config").path("allowed_agent_types").isMissingNode()).isTrue();
        for (var unknown : List.of("started_at", "completed_at", "error", "model", "webhook_url")) {
            assertThat(entry.has(unknown)).as(unknown).isTrue();
            assertThat(entry.get(unknown).isNull()).as(unknown).isTrue();
        }
        assertThat(redis.all(Command.ZRANGE, "workflows:waiting", "0", "-1")).containsExactly(ID.value());
    }

    @Test
    void placeInTheQueueIsExactForEveryPriorityFor28Years() {
        var journal = redis.journal();
        get(journal.create(JournalFixture.submission(1), Optional.empty()));
        get(journal.create(JournalFixture.submission(2, 0), Optional.empty()));

        assertThat(score("workflows:waiting")).isEqualTo(4 * 9e14 + 1_767_323_046e6 - 1_577_836_800e6);
        assertThat(redis.ask(Command.ZSCORE, "workflows:waiting", JournalFixture.id(2).value()).map(Double::valueOf))
                .contains(9 * 9e14 + 1_767_323_047e6 - 1_577_836_800e6);
        assertThat(9 * 9e14 + 9e14).isLessThan(Math.pow(2, 53));
    }

    @Test
    void keyOfACallerIsKeptForADayAsItsDigestWithItsWorkflow() {
        var key = IdempotencyKey.of("order 4711", "tides");

        get(redis.journal().create(JournalFixture.submission(1), Optional.of(LEASE), new Admission(1, Optional.of(key))));

        var stored = "idempotency:" + key.digest();
        assertThat(redis.ask(Command.GET, stored)).contains(ID + " " + key.fingerprint());
        assertThat(ttl(stored)).isCloseTo(DAY, within(2L));
        assertThat(key.digest()).isEqualTo("326b6f65e1b3a7b89818d0fa0d99bc9041f36315fb6f819ece2ec56fe3259c90");
    }

    @Test
    void runningWorkflowHasItsOutcomesAndEventsAsPlainJson() {
        var journal = redis.journal();
        var claim = claimed(journal);

        get(journal.append(claim, JournalFixture.batch(claim, 1, 2,
                Map.of(JournalFixture.step(0), JournalFixture.answer("blue")))));

        assertThat(entry().path("status").asText()).isEqualTo("running");
        assertThat(entry().path("started_at").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(head("status", "stage", "agents", "answered", "cost", "seq"))
                .containsExactly("running", "agents", "3", "1", "0.25", "2");
        var numbered = redis.ask(Command.HGET, "steps:" + ID, "belter_0").orElseThrow().split(" ", 2);
        assertThat(numbered[0]).isEqualTo("1");
        var outcome = json(numbered[1]);
        assertThat(outcome.path("type").asText()).isEqualTo("answered");
        assertThat(outcome.path("content").asText()).isEqualTo("blue");
        var events = redis.send(Command.XRANGE, "journal:" + ID, "-", "+");
        assertThat(events.get(1).get(0).toString()).isEqualTo("1-2");
        assertThat(events.get(1).get(1).get(0).toString()).isEqualTo("event");
        assertThat(json(events.get(1).get(1).get(1).toString()).path("event_type").asText()).isEqualTo("iteration_start");
        assertThat(List.of(ttl("run:" + ID), ttl("steps:" + ID), ttl("journal:" + ID))).containsOnly(-1L);
    }

    @Test
    void endedWorkflowIsKeptAsLongAsItsResult() {
        var journal = redis.journal();
        var claim = claimed(journal);
        get(journal.append(claim, JournalFixture.batch(claim, 1, 1,
                Map.of(JournalFixture.step(0), JournalFixture.answer("blue")))));
        var at = Instant.parse("2026-01-03T04:05:06.789Z");

        get(journal.end(claim, JournalFixture.lastEvent(claim, 2), JournalFixture.result(ID, Status.FAILED, at), false));

        for (var key : List.of("workflow:", "result:", "run:", "journal:")) {
            assertThat(ttl(key + ID)).as(key).isCloseTo(7 * DAY, within(2L));
        }
        assertThat(keys()).doesNotContain("steps:" + ID, "workflows:active", "workflows:claims", "workflows:waiting");
        assertThat(redis.all(Command.SMEMBERS, "workflows:completed")).containsExactly(ID.value());
        assertThat(redis.all(Command.SMEMBERS, "workflows:type:beltalowda")).containsExactly(ID.value());
        assertThat(score("results:by_time")).isEqualTo(1_767_413_106.789);
        assertThat(entry().path("status").asText()).isEqualTo("failed");
        assertThat(entry().path("error").asText()).isEqualTo("no");
        assertThat(entry().path("completed_at").asText()).isEqualTo("2026-01-03T04:05:06.789Z");
        assertThat(json(redis.ask(Command.GET, "result:" + ID).orElseThrow()).path("task_id").asText()).isEqualTo(ID.value());
        assertThat(total("failed", "failed:beltalowda", "created", "cost", "seconds", "cost:pattern:beltalowda"))
                .containsExactly("1", "1", "1", "1", "3", "1");
        assertThat(redis.ask(Command.HGET, "stats:day:20260103", "failed")).contains("1");
        assertThat(ttl("stats:day:20260103")).isCloseTo(90 * DAY, within(2L));
    }

    @Test
    void stepsOfAReopenableWorkflowAreKeptAndItsTotalsAreTakenBackWhenItIsReopened() {
        var journal = redis.journal();
        var claim = claimed(journal);
        get(journal.append(claim, JournalFixture.batch(claim, 1, 1,
                Map.of(JournalFixture.step(0), JournalFixture.answer("blue")))));
        get(journal.end(claim, JournalFixture.lastEvent(claim, 2),
                JournalFixture.result(ID, Status.FAILED, Instant.now()), true));
        assertThat(ttl("steps:" + ID)).isCloseTo(7 * DAY, within(2L));

        get(JournalFixture.reopened(journal, JournalFixture.submission(1), Set.of()));

        assertThat(List.of(ttl("steps:" + ID), ttl("run:" + ID), ttl("journal:" + ID))).containsOnly(-1L);
        assertThat(ttl("workflow:" + ID)).isCloseTo(DAY, within(2L));
        assertThat(keys()).doesNotContain("result:" + ID, "results:by_time", "workflows:completed");
        assertThat(total("created", "failed", "failed:beltalowda", "cost", "seconds"))
                .containsExactly("1", "-", "-", "-", "-");
    }

    /** A webhook with something to deliver keeps the head; what the steps answered is gone with the result. */
    @Test
    void workflowWhoseResultHasExpiredIsNotReopened() {
        var journal = redis.journal();
        var claim = claimed(journal);
        get(journal.end(claim, JournalFixture.lastEvent(claim, 1),
                JournalFixture.result(ID, Status.FAILED, Instant.now()), true));
        var tip = get(journal.find(ID)).orElseThrow().head().tip();
        var _ = redis.ask(Command.DEL, "result:" + ID, "steps:" + ID);

        assertThat(get(journal.reopen(JournalFixture.submission(1), tip, Set.of()))).isEqualTo(Reopening.EXPIRED);

        assertThat(redis.ask(Command.HGET, "run:" + ID, "status")).contains("failed");
    }

    @Test
    void renewalKeepsTheEntryAndMakesItAnewIfItIsGone() {
        var journal = redis.journal();
        var claim = claimed(journal);
        get(journal.append(claim, JournalFixture.events(claim, 1, 1)));
        redis.send(Command.EXPIRE, "workflow:" + ID, "100");
        get(journal.renew(LEASE, List.of(claim)));
        assertThat(ttl("workflow:" + ID)).isCloseTo(DAY, within(2L));
        var before = entry();
        redis.send(Command.DEL, "workflow:" + ID);

        get(journal.renew(LEASE, List.of(claim)));

        assertThat(entry()).isEqualTo(before);
    }

    @Test
    void nameOfAProcessIsKeptAsLongAsItRemains() {
        var journal = redis.journal();
        var key = "workflows:instance:host/0.0.0.0:5060";
        get(journal.succeed(LEASE, "host/0.0.0.0:5060"));
        redis.send(Command.EXPIRE, key, "100");

        get(journal.remain(LEASE, "host/0.0.0.0:5060"));

        assertThat(ttl(key)).isCloseTo(30 * DAY, within(2L));
        assertThat(redis.send(Command.GET, key).toString()).isEqualTo(LEASE.owner().value());
    }

    @Test
    void prefixIsPartOfEveryKeyAndDatabasesDoNotMix() {
        var journal = redis.journal(3, "it's {mine}:");
        var claim = claimed(journal);
        get(journal.append(claim, JournalFixture.batch(claim, 1, 1,
                Map.of(JournalFixture.step(0), JournalFixture.answer("blue")))));
        get(journal.end(claim, JournalFixture.lastEvent(claim, 2),
                JournalFixture.result(ID, Status.COMPLETED, Instant.now()), true));

        assertThat(keys()).isEmpty();
        assertThat(get(redis.journal(0, "it's {mine}:").find(ID))).isEmpty();
        redis.send(Command.SWAPDB, "0", "3");
        assertThat(keys()).isNotEmpty().allMatch(key -> key.startsWith("it's {mine}:"));
    }

    @Test
    void nothingOfAPrunedWorkflowIsLeft() {
        var journal = redis.journal();
        var longAgo = Instant.now().minus(8, ChronoUnit.DAYS);
        for (var reopenable : List.of(true, false)) {
            var claim = claimed(journal);
            get(journal.append(claim, JournalFixture.batch(claim, 1, 1,
                    Map.of(JournalFixture.step(0), JournalFixture.answer("blue")))));
            get(journal.end(claim, JournalFixture.lastEvent(claim, 2), JournalFixture.result(ID, Status.FAILED, longAgo),
                    reopenable));

            assertThat(get(journal.prune())).isEqualTo(1);

            assertThat(keys()).allMatch(key -> key.startsWith("stats:"));
        }
    }

    @Test
    void pruningGoesOnUntilAllThatIsOldIsGone() {
        var journal = redis.journal();
        IntStream.rangeClosed(1, 250).forEach(number -> {
            var creation = get(journal.create(JournalFixture.submission(number), Optional.of(LEASE)));
            var claim = ((Creation.Claimed) creation).claim();
            get(journal.end(claim, JournalFixture.lastEvent(claim, 1),
                    JournalFixture.result(claim.id(), Status.FAILED, Instant.now()), false));
        });

        assertThat(get(journal.prune())).isEqualTo(247);
        assertThat(redis.ask(Command.ZCARD, "workflows:by_created")).contains("3");
    }

    @Test
    void membersOfIndexesWhoseKeysAreGoneAreRemoved() {
        var journal = redis.journal();
        created(journal, Optional.empty());
        redis.send(Command.DEL, "run:" + ID, "workflow:" + ID);

        get(journal.prune());

        assertThat(keys()).allMatch(key -> key.startsWith("stats:"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "run:", "run: workflow:", "run: workflow: journal: result:" })
    void newWorkflowHasNoTraceOfAnEarlierOneWhoseKeysWereRemoved(String removed) {
        var journal = redis.journal();
        var claim = claimed(journal);
        get(journal.end(claim, JournalFixture.lastEvent(claim, 1),
                JournalFixture.result(ID, Status.COMPLETED, Instant.now()), false));
        Stream.of(removed.split(" ")).forEach(key -> redis.send(Command.DEL, key + ID));

        var again = claimed(journal);

        assertThat(keys()).filteredOn(key -> !key.startsWith("stats:")).containsExactlyInAnyOrder("workflow:" + ID, "run:" + ID,
                "workflows:active", "workflows:type:beltalowda", "workflows:status:pending", "workflows:claims",
                "workflows:by_created");
        assertThat(redis.ask(Command.HGET, "stats:kept", "completed")).isEmpty();
        assertThat(get(journal.append(again, JournalFixture.events(again, 1, 1)))).isEqualTo(Write.RECORDED);
    }

    private List<String> keys() {
        return redis.all(Command.KEYS, "*").stream()
                .filter(key -> !key.endsWith("workflows:tick") && !key.endsWith("workflows:incarnation")).toList();
    }

    private double score(String key) {
        return Double.parseDouble(redis.ask(Command.ZSCORE, key, ID).orElseThrow());
    }

    private long ttl(String key) {
        return Long.parseLong(redis.ask(Command.TTL, key).orElseThrow());
    }

    private List<String> head(String... fields) {
        return List.of(fields).stream().map(field -> redis.ask(Command.HGET, "run:" + ID, field).orElse("-")).toList();
    }

    private List<String> total(String... fields) {
        return List.of(fields).stream().map(field -> redis.ask(Command.HGET, "stats:totals", field).orElse("-")).toList();
    }

    private JsonNode entry() {
        return json(redis.ask(Command.GET, "workflow:" + ID).orElseThrow());
    }

    private static JsonNode json(String text) {
        try {
            return TestMapper.create().readTree(text);
        } catch (JsonProcessingException failure) {
            throw new AssertionError(text, failure);
        }
    }

    @CanIgnoreReturnValue
    private static Creation created(Journal journal, Optional<Lease> lease) {
        return get(journal.create(JournalFixture.submission(1), lease));
    }

    private static Claim claimed(Journal journal) {
        return ((Creation.Claimed) created(journal, Optional.of(LEASE))).claim();
    }

    @CanIgnoreReturnValue
    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(5));
    }
}
