package org.mcporchestrator.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.TestMapper;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.JournalFixture;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.memory.MemoryJournal;
import org.mcporchestrator.redis.webhook.RedisWebhooks;
import org.mcporchestrator.webhook.DeadLetter;
import org.mcporchestrator.webhook.KnownWebhooks;
import org.mcporchestrator.webhook.Registration;
import org.mcporchestrator.webhook.Settlement;
import org.mcporchestrator.webhook.WebhookSettings;
import org.mcporchestrator.webhook.WebhookStore;
import org.mcporchestrator.webhook.WebhookStoreContract;
import org.mcporchestrator.webhook.Webhooks;
import org.mcporchestrator.webhook.target.TargetPolicy;
import org.mcporchestrator.webhook.target.Targets;
import org.mcporchestrator.workflow.Status;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.mutiny.redis.client.Command;

/** The contract against a real Redis, and what becomes of its keys. */
class RedisWebhooksTest extends WebhookStoreContract {

    private static LocalRedis redis;
    private static RedisJournal journal;
    private static WebhookStore store;

    private final Instant begun = Instant.now().truncatedTo(ChronoUnit.MICROS);

    @BeforeAll
    static void start() {
        redis = new LocalRedis();
        journal = redis.patientJournal();
        store = new RedisWebhooks(journal, TestMapper.create(), Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @AfterEach
    void clear() {
        redis.clear();
    }

    @Override
    public Journal process() {
        return journal;
    }

    @Override
    protected WebhookStore store() {
        return store;
    }

    @Override
    protected void pass(Duration time) {
        var end = System.nanoTime() + time.toNanos();
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(() -> System.nanoTime() > end);
    }

    @Override
    public Duration leaseLength() {
        return Duration.ofSeconds(5);
    }

    @Override
    public void passLease() {
        pass(leaseLength());
    }

    @Override
    public Instant now() {
        return begun;
    }

    @Test
    void whoeverDeliversIsToldOfNewEventsOnce() {
        var claim = registered(1, 1);
        settle(one(LONG), new Settlement.Delivered(new Position(1, 1)));
        var told = store.due().subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
        await().until(() -> !told.getItems().isEmpty());

        append(journal, claim, 2, 1);
        append(journal, claim, 3, 1);

        await().until(() -> told.getItems().contains(claim.id().value()));
        assertThat(told.getItems()).containsOnlyOnce(claim.id().value());
    }

    @Test
    void endedWorkflowOutlivesItsTimeUntilAllIsDelivered() {
        var claim = registered(1, 1);
        end(journal, claim, 2, Status.FAILED, false);

        assertThat(ttl("journal:" + claim.id())).isEqualTo(-1);
        assertThat(ttl("run:" + claim.id())).isEqualTo(-1);

        var assignment = one(LONG);
        settle(assignment, new Settlement.Delivered(new Position(1, 1)));
        settle(assignment, new Settlement.Delivered(new Position(1, 2)));

        assertThat(ttl("journal:" + claim.id())).isPositive();
        assertThat(ttl("run:" + claim.id())).isPositive();
    }

    @Test
    void whatIsRemovedBeforeItWasDeliveredIsPutAside() {
        var claim = registered(1, 1);
        end(journal, claim, 2, Status.FAILED, false);
        for (var number = 2; number <= 4; number++) {
            ended(journal, number, begun.plusSeconds(number));
        }

        assertThat(get(journal.prune())).isEqualTo(1);

        var letters = get(store.deadLetters(Optional.empty(), 10));
        assertThat(letters).extracting(letter -> letter.id().position().toString()).containsExactlyInAnyOrder("1-1", "1-2");
        assertThat(letters).extracting(DeadLetter::error).allMatch(error -> error.contains("retention"));
        assertThat(get(store.find(claim.id())).map(found -> found.progress().state())).contains(Registration.State.ENDED);
        assertThat(taken(LONG)).isEmpty();
        letters.forEach(letter -> get(store.discard(letter.id(), true)));
        assertThat(redis.all(Command.KEYS, "webhook:*")).isEmpty();
    }

    @Test
    void removedWorkflowLeavesNoRegistration() {
        var claim = registered(1, 1);
        settle(one(LONG), new Settlement.Delivered(new Position(1, 1)));
        end(journal, claim, 2, Status.FAILED, false);
        settle(one(LONG), new Settlement.Delivered(new Position(1, 2)));
        for (var number = 2; number <= 4; number++) {
            ended(journal, number, begun.plusSeconds(number));
        }

        get(journal.prune());

        assertThat(redis.all(Command.KEYS, "webhook*")).containsExactly("webhooks:totals");
    }

    @Test
    void registrationThatCannotBeReadHoldsUpNoOther() {
        var claim = registered(1, 1);
        registered(2, 1);
        redis.send(Command.DEL, "webhook:" + claim.id());
        redis.send(Command.SET, "webhook:" + claim.id(), "nonsense");

        assertThat(taken(LONG)).hasSize(1);
        append(journal, claim, 2, 1);
    }

    @Test
    void registrationIsMadeAgainWhenRedisHasLostItsData() {
        var known = known(journal);
        var claim = created(journal, 1, ANN);
        get(webhooks(known, journal).register(claim.id(), webhook("https://example.org/hook")));
        get(known.remind("these data"));
        redis.send(Command.DEL, "webhook:" + claim.id());

        get(known.remind("these data"));
        assertThat(get(store.find(claim.id()))).isEmpty();
        get(known.remind("other data"));

        assertThat(get(store.find(claim.id()))).isPresent();
    }

    @Test
    void registrationOfAWorkflowThatIsHereAloneIsMadeWhenRedisKnowsIt() {
        var memory = new MemoryJournal(Clock.systemUTC(), LocalRedis.Retention.SMALL);
        var claim = created(memory, 1, ANN);
        var known = known(memory);

        assertThat(get(webhooks(known, memory).register(claim.id(), webhook("https://example.org/hook")))).isFalse();
        get(known.remind("mark"));
        assertThat(get(store.find(claim.id()))).isEmpty();
        created(journal, 1, ANN);
        get(known.remind("mark"));

        assertThat(get(store.find(claim.id()))).isPresent();
        assertUnknown(webhooks(known, memory).register(JournalFixture.id(2), webhook("https://example.org/hook")));
    }

    private static KnownWebhooks known(Journal journal) {
        return new KnownWebhooks(store, journal, new WebhookSettings(), Clock.systemUTC());
    }

    private static Webhooks webhooks(KnownWebhooks known, Journal journal) {
        return new Webhooks(store, known, journal,
                new Targets(new TargetPolicy(List.of()), _ -> Uni.createFrom().failure(new UnknownHostException())),
                new WebhookSettings());
    }

    private static long ttl(String key) {
        return Long.parseLong(redis.ask(Command.TTL, key).orElseThrow());
    }
}
