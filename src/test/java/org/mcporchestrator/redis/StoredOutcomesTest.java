package org.mcporchestrator.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcporchestrator.journal.JournalFixture.answer;
import static org.mcporchestrator.journal.JournalFixture.batch;
import static org.mcporchestrator.journal.JournalFixture.fault;
import static org.mcporchestrator.journal.JournalFixture.step;
import static org.mcporchestrator.journal.JournalFixture.submission;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Journal.Offer;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;

/** Pins how outcomes are stored. A change here breaks workflows that run already. */
class StoredOutcomesTest {

    private static final Lease LEASE = new Lease(new Owner("ann"), Duration.ofSeconds(30));
    private static final WorkflowId ID = submission(1).id();
    private static final String LONG = "The sky is blue, für wahr 🌍. ".repeat(300);

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
    void shortOutcomeIsItsNumberAndItsJson() {
        append(created(), 1, Map.of(step(3), fault()));

        assertThat(redis.ask(Command.HGET, "steps:" + ID, "belter_3")).hasValue("""
                1 {"type":"faulted","fault":{"code":"reply_empty","detail":"the answer has no text"},"took":2,"attempts":3}""");
    }

    @Test
    void longOutcomeIsItsNumberAndItsCompressedJson() {
        var claim = created();
        append(claim, 1, Map.of(step(0), answer("short")));
        append(claim, 2, Map.of(step(1), answer(LONG)));

        var value = redis.send(Command.HGET, "steps:" + ID, "belter_1").toBytes();
        // zlib at its fastest level begins with 78 01
        assertThat(value).startsWith('2', ' ', 'z', 0x78, 0x01).hasSizeLessThan(LONG.length() / 10);
        assertThat(get(journal.history(ID)).outcomes())
                .containsExactly(Map.entry(step(0), answer("short")), Map.entry(step(1), answer(LONG)));
    }

    @Test
    void whatEarlierVersionsWroteIsRead() {
        var claim = created();
        redis.send(Command.HSET, "run:" + ID, "steps", "2");
        redis.send(Command.HSET, "steps:" + ID, "belter_1",
                """
                        {"type":"faulted","fault":{"code":"reply_empty","detail":"the answer has no text"},"took":2,"attempts":3,"order":2}""",
                "belter_0",
                """
                        {"type":"faulted","fault":{"code":"reply_empty","detail":"the answer has no text"},"took":2,"attempts":3,\
                        "order":1}""");

        append(claim, 1, Map.of(step(2), answer("new")));

        assertThat(get(journal.history(ID)).outcomes()).containsExactly(Map.entry(step(0), fault()),
                Map.entry(step(1), fault()), Map.entry(step(2), answer("new")));
    }

    @Test
    void stepKeepsItsFirstOutcomeBesideANewOneOfAnother() {
        var claim = created();
        append(claim, 1, Map.of(step(0), answer("first"), step(2), fault()));
        append(claim, 2, Map.of(step(0), answer("second"), step(1), answer("new")));

        assertThat(get(journal.history(ID)).outcomes())
                .containsExactlyInAnyOrderEntriesOf(Map.of(step(0), answer("first"), step(1), answer("new"), step(2), fault()));
    }

    @Test
    void damagedOffersLoseNoOutcome() {
        var claim = created();
        redis.send(Command.HSET, "run:" + ID, "offered", "1");
        redis.send(Command.SET, "offers:" + ID, "x");
        append(claim, 1, Map.of(step(0), answer("first")));
        redis.send(Command.DEL, "offers:" + ID);
        append(claim, 2, Map.of(step(1), answer("second")));

        assertThat(get(journal.history(ID)).outcomes()).containsExactly(Map.entry(step(0), answer("first")),
                Map.entry(step(1), answer("second")));
    }

    @Test
    void outcomesThatGotTheSameNumberAreAllRead() {
        var claim = created();
        append(claim, 1, Map.of(step(0), answer("first")));
        redis.send(Command.HSET, "run:" + ID, "steps", "0");
        append(claim, 2, Map.of(step(1), answer("second")));

        assertThat(get(journal.history(ID)).outcomes()).containsOnlyKeys(step(0), step(1));
    }

    @Test
    void longOfferIsCompressedToo() {
        created();
        var offer = new Offer("00ff", answer(LONG));

        assertThat(get(journal.offer(ID, Map.of(step(0), offer)))).containsExactly(step(0));

        assertThat(redis.send(Command.HGET, "offers:" + ID, "belter_0").toBytes()).startsWith('0', '0', 'f', 'f', ' ', 'z');
        assertThat(get(journal.offers(ID))).isEqualTo(Map.of(step(0), offer));
    }

    @CanIgnoreReturnValue
    private static Claim created() {
        return ((Creation.Claimed) get(journal.create(submission(1), Optional.of(LEASE)))).claim();
    }

    private static void append(Claim claim, long seq, Map<StepId, Outcome> outcomes) {
        get(journal.append(claim, batch(claim, seq, 1, outcomes)));
    }

    @CanIgnoreReturnValue
    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(5));
    }
}
