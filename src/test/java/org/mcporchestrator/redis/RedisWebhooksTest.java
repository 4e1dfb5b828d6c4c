package org.mcporchestrator.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.TestMapper;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.JournalFixture;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.journal.admission.Admission;
import org.mcporchestrator.journal.durable.DurableJournal.Restoration;
import org.mcporchestrator.memory.MemoryJournal;
import org.mcporchestrator.redis.webhook.RedisWebhooks;
import org.mcporchestrator.webhook.DeadLetter;
import org.mcporchestrator.webhook.DeliveryId;
import org.mcporchestrator.webhook.KnownWebhooks;
import org.mcporchestrator.webhook.Registration;
import org.mcporchestrator.webhook.Settlement;
import org.mcporchestrator.webhook.WebhookSettings;
import org.mcporchestrator.webhook.WebhookStore;
import org.mcporchestrator.webhook.WebhookStore.Capacity;
import org.mcporchestrator.webhook.WebhookStoreContract;
import org.mcporchestrator.webhook.Webhooks;
import org.mcporchestrator.webhook.target.TargetPolicy;
import org.mcporchestrator.webhook.target.Targets;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

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

        var letters = get(store.deadLetters(Optional.empty(), 10)).letters();
        assertThat(letters).extracting(letter -> letter.id().position().toString()).containsExactlyInAnyOrder("1-1", "1-2");
        assertThat(letters).extracting(DeadLetter::error).allMatch(error -> error.contains("retention"));
        assertThat(get(store.find(claim.id())).map(found -> found.progress().state())).contains(Registration.State.ENDED);
        assertThat(taken(LONG)).isEmpty();
        letters.forEach(letter -> get(store.discard(letter.id(), true)));
        assertThat(redis.all(Command.KEYS, "webhook:*")).isEmpty();
    }

    /** The retention buries all of a workflow at once. */
    @Test
    void lettersOfTheSameMillisecondAreListedOnceEachThoughTheCursorIsGone() {
        var claim = registered(1, 30);
        end(journal, claim, 31, Status.FAILED, false);
        for (var number = 2; number <= 4; number++) {
            ended(journal, number, begun.plusSeconds(number));
        }
        get(journal.prune());

        var seen = new ArrayList<String>();
        var next = Optional.<DeadLetter.Place> empty();
        do {
            var page = get(store.deadLetters(next, 4));
            page.letters().forEach(letter -> seen.add(letter.id().toString()));
            page.letters().forEach(letter -> get(store.discard(letter.id(), true)));
            next = page.next();
        } while (next.isPresent());

        assertThat(seen).hasSize(31).doesNotHaveDuplicates();
    }

    @Test
    void whatDiedMoreThanSevenDaysAgoIsNeitherListedNorCounted() {
        registered(1, 2);
        var assignment = one(LONG);
        settle(assignment, new Settlement.Dead(new Position(1, 1), "no"));
        settle(assignment, new Settlement.Dead(new Position(1, 2), "no"));
        var old = Instant.now().minus(Duration.ofDays(7)).toEpochMilli();
        var _ = redis.ask(Command.ZADD, "webhooks:dead", "XX", Long.toString(old), JournalFixture.id(1) + " 1-1");

        assertThat(get(store.deadLetters(Optional.empty(), 10)).letters())
                .extracting(letter -> letter.id().position().toString()).containsExactly("1-2");
        assertThat(get(store.figures()).dead()).isEqualTo(1);
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

    @Test
    void workflowThatIsRestoredHasTheWebhookItWasCreatedWith() {
        var memory = new MemoryJournal(Clock.systemUTC(), LocalRedis.Retention.SMALL);
        var webhook = webhook("https://example.org/hook");
        get(memory.create(submission(1), Optional.of(lease(ANN)), new Admission(10, Optional.empty(), Optional.of(webhook))));
        get(memory.create(submission(2), Optional.empty(), new Admission(10, Optional.empty(), Optional.of(webhook))));
        var claim = new Claim(JournalFixture.id(1), ANN, 1, 0, 0);
        append(memory, claim, 1, 3);

        for (var number = 1; number <= 2; number++) {
            var snapshot = memory.snapshot(JournalFixture.id(number)).orElseThrow();
            assertThat(get(journal.restore(lease(ANN), snapshot, false))).isEqualTo(Restoration.RESTORED);
            assertThat(get(store.find(JournalFixture.id(number))).orElseThrow().webhook()).isEqualTo(webhook);
        }

        assertThat(one(LONG).events()).hasSize(3);
    }

    @Test
    void restoringAWorkflowThatIsThereBringsNoRemovedWebhookBack() {
        var memory = new MemoryJournal(Clock.systemUTC(), LocalRedis.Retention.SMALL);
        var admission = new Admission(10, Optional.empty(), Optional.of(webhook("https://example.org/hook")));
        get(memory.create(submission(1), Optional.of(lease(ANN)), admission));
        get(journal.create(submission(1), Optional.of(lease(ANN)), admission));
        get(store.unregister(JournalFixture.id(1)));

        get(journal.restore(lease(ANN), memory.snapshot(JournalFixture.id(1)).orElseThrow(), true));

        assertThat(get(store.find(JournalFixture.id(1)))).isEmpty();
    }

    /** Each process tells what it was told, in any order; what was decided last stands. */
    @Test
    void whatWasDecidedLastStandsWhoeverTellsItFirst() {
        var ann = known(journal);
        var bob = known(journal);
        moved(ann, bob, 1);
        moved(ann, bob, 2);
        removed(ann, bob, 3);
        removed(ann, bob, 4);
        List.of(ann, bob).forEach(known -> get(known.remind("these data")));

        redis.clear();
        get(ann.remind("other data"));
        get(bob.remind("other data"));
        IntStream.rangeClosed(1, 4).forEach(number -> created(journal, number, ANN));
        get(ann.remind("other data"));
        get(bob.remind("other data"));
        get(ann.remind("other data"));
        assertDecided();

        redis.clear();
        IntStream.rangeClosed(1, 4).forEach(number -> created(journal, number, ANN));
        get(bob.remind("further data"));
        get(ann.remind("further data"));
        assertDecided();
    }

    /** Whoever was told of the registration alone tells it at any later run of Redis. */
    @Test
    void removalStandsAsLongAsItsWorkflow() {
        var ann = known(journal);
        var bob = known(journal);
        var claim = created(journal, 1, ANN);
        get(webhooks(ann, journal).register(claim.id(), webhook("https://old.example/hook")));
        List.of(ann, bob).forEach(known -> get(known.remind("these data")));
        get(webhooks(bob, journal).unregister(claim.id()));

        assertThat(ttl("webhook:" + claim.id())).isEqualTo(-1);
        get(ann.remind("other data"));
        assertThat(get(store.find(claim.id()))).isEmpty();

        end(journal, claim, 1, Status.FAILED, false);
        for (var number = 2; number <= 4; number++) {
            ended(journal, number, begun.plusSeconds(number));
        }
        assertThat(get(journal.prune())).isEqualTo(1);
        assertThat(redis.all(Command.KEYS, "webhook:*")).isEmpty();
    }

    @Test
    void removalOfWhatTheStoreDoesNotHaveIsNotUndoneByWhatItWasToBeTold() {
        var claim = created(journal, 1, ANN);
        var known = known(journal);
        var here = webhooks(known, journal);
        var away = new Webhooks(failing(), known, journal, targets(), new WebhookSettings());
        assertThat(get(away.register(claim.id(), webhook("https://new.example/hook")))).isFalse();

        get(here.unregister(claim.id()));
        get(known.remind("these data"));
        assertThat(get(store.find(claim.id()))).isEmpty();

        get(here.register(claim.id(), webhook("https://new.example/hook")));
        redis.send(Command.DEL, "webhook:" + claim.id());
        get(here.unregister(claim.id()));
        redis.send(Command.DEL, "webhook:" + claim.id());
        get(known.remind("other data"));
        assertThat(get(store.find(claim.id()))).isEmpty();
    }

    private void moved(KnownWebhooks before, KnownWebhooks after, int number) {
        var id = created(journal, number, ANN).id();
        get(webhooks(before, journal).register(id, webhook("https://old.example/hook")));
        get(webhooks(after, journal).register(id, webhook("https://new.example/hook")));
    }

    private void removed(KnownWebhooks before, KnownWebhooks after, int number) {
        var id = created(journal, number, ANN).id();
        get(webhooks(before, journal).register(id, webhook("https://old.example/hook")));
        get(webhooks(after, journal).unregister(id));
    }

    private static void assertDecided() {
        var found = IntStream.rangeClosed(1, 4).mapToObj(number -> store.find(JournalFixture.id(number)).await().indefinitely()
                .map(registration -> registration.webhook().host()).orElse("none")).toList();
        assertThat(found).containsExactly("new.example:443", "new.example:443", "none", "none");
    }

    @Test
    void webhookThatReplacesAnotherWhileRedisIsAwayReplacesItOnceRedisIsBack() {
        var claim = registered(1, 1);
        var known = known(journal);
        var away = new Webhooks(failing(), known, journal, targets(), new WebhookSettings());

        assertThat(get(away.register(claim.id(), webhook("https://new.example/hook")))).isFalse();
        get(known.remind("mark"));

        assertThat(get(store.find(claim.id())).orElseThrow().webhook().host()).isEqualTo("new.example:443");
    }

    private static WebhookStore failing() {
        return (WebhookStore) Proxy.newProxyInstance(WebhookStore.class.getClassLoader(), new Class<?>[] { WebhookStore.class },
                (_, _, _) -> Uni.createFrom().failure(new FaultException(Fault.Code.JOURNAL_UNAVAILABLE, "away")));
    }

    @Test
    void onlySomeAreToldInOneRound() {
        var known = known(journal);
        for (var number = 1; number <= 60; number++) {
            get(webhooks(known, journal).register(created(journal, number, ANN).id(), webhook("https://example.org/hook")));
        }
        get(known.remind("these data"));
        redis.clear();
        IntStream.rangeClosed(1, 60).forEach(number -> created(journal, number, ANN));

        get(known.remind("other data"));
        assertThat(get(store.figures()).registered()).isEqualTo(50);
        get(known.remind("other data"));

        assertThat(get(store.figures()).registered()).isEqualTo(60);
    }

    @Test
    void damagedRegistrationsAreSetAsideAndHoldUpNoOther() {
        var damages = List.of(List.of("cursor", "nonsense"), List.of("fence", "x"), List.of("fence", "99999999999999999999"),
                List.of("fence", "007"), List.of("fence", "0"), List.of("fence", "9007199254740992"),
                List.of("attempts", "007"),
                List.of("delivered", "-1"), List.of("failures", "1.5"),
                List.of("cursor", "1-99999999999999999999999"), List.of("url", "::"), List.of("registered_at", "today"),
                List.of("failing_since", "x"), List.of("form", "square"), List.of("error", "{"));
        for (var number = 0; number < damages.size(); number++) {
            var id = registered(number + 2, 1).id();
            redis.send(Command.HSET, "webhook:" + id, damages.get(number).getFirst(), damages.get(number).getLast());
        }
        redis.send(Command.HDEL, "webhook:" + registered(20, 1).id(), "events");
        redis.send(Command.HDEL, "webhook:" + registered(21, 1).id(), "cursor");
        var other = registered(30, 1).id();

        var taken = get(store.claim(LONG, new Capacity(100, 100, Map.of())));

        assertThat(taken.assignments()).extracting(each -> each.registration().workflow()).containsExactly(other);
        assertThat(taken.damaged()).isEqualTo(damages.size() + 2);
        assertThat(redis.all(Command.ZRANGE, "webhooks:due", 0, -1)).containsExactly(other.value());
        var broken = JournalFixture.id(2);
        assertThatThrownBy(() -> get(store.find(broken))).isInstanceOfSatisfying(FaultException.class,
                fault -> assertThat(fault.fault().code()).isEqualTo(Fault.Code.WORKFLOW_UNREADABLE));
    }

    @Test
    void damagedRegistrationIsMendedByAnotherOne() {
        var claim = registered(1, 2);
        redis.send(Command.HSET, "webhook:" + claim.id(), "cursor", "nonsense");
        assertThat(taken(LONG)).isEmpty();
        append(journal, claim, 3, 1);
        assertThat(taken(LONG)).isEmpty();

        get(store.register(claim.id(), webhook("https://example.org/hook"), LONG));
        assertThat(one(LONG).events()).hasSize(3);

        redis.send(Command.HSET, "webhook:" + claim.id(), "fence", "99999999999999999999");
        get(store.register(claim.id(), webhook("https://example.org/hook"), LONG));
        assertThat(one(LONG).events()).hasSize(3);

        redis.send(Command.DEL, "webhook:" + claim.id());
        redis.send(Command.SET, "webhook:" + claim.id(), "nonsense");
        get(store.register(claim.id(), webhook("https://example.org/hook"), LONG));
        assertThat(one(LONG).events()).hasSize(3);
        redis.send(Command.DEL, "webhook:" + claim.id());
        redis.send(Command.SET, "webhook:" + claim.id(), "nonsense");
        assertThat(get(store.unregister(claim.id()))).isPresent();
        assertThat(get(store.find(claim.id()))).isEmpty();
    }

    @Test
    void figureThatCannotBeCountedOnIsMendedByAnotherRegistration() {
        for (var field : List.of("fence", "attempts", "delivered", "failures")) {
            var claim = registered(1, 2);
            redis.send(Command.HSET, "webhook:" + claim.id(), field, "007");

            get(store.register(claim.id(), webhook("https://example.org/hook"), LONG));

            assertThat(settle(one(LONG), new Settlement.Delivered(new Position(1, 1)))).isEqualTo(WebhookStore.Standing.MINE);
            redis.clear();
        }
    }

    @Test
    void listOfWhoIsDueHoldsUpNoWorkflowWhenItIsDamaged() {
        var claim = registered(1, 1);
        redis.send(Command.DEL, "webhooks:due");
        redis.send(Command.SET, "webhooks:due", "nonsense");

        append(journal, claim, 2, 1);
        end(journal, claim, 3, Status.FAILED, false);

        assertThat(get(journal.find(claim.id())).orElseThrow().status()).isEqualTo(Status.FAILED);
        assertThat(redis.ask(Command.XLEN, "journal:" + claim.id())).contains("3");
    }

    @Test
    void deadLettersThatCannotBeReadAreLeftOutOfTheirPage() {
        var id = registered(1, 5).id();
        var assignment = one(LONG);
        IntStream.rangeClosed(1, 5).forEach(seq -> settle(assignment, new Settlement.Dead(new Position(1, seq), "no")));
        for (var seq = 1; seq <= 5; seq++) {
            redis.send(Command.ZADD, "webhooks:dead", Long.toString(begun.toEpochMilli() + seq), id + " 1-" + seq);
        }
        redis.send(Command.ZADD, "webhooks:dead", Long.toString(begun.toEpochMilli() + 9), "nonsense");
        redis.send(Command.ZADD, "webhooks:dead", "+inf", id + " 1-6");
        redis.send(Command.HSET, "webhook:dead:" + id, "1-4", "{");
        redis.send(Command.HSET, "webhook:dead:" + id, "1-2", "[]");

        var pages = new ArrayList<List<String>>();
        var next = Optional.<DeadLetter.Place> empty();
        do {
            var page = get(store.deadLetters(next, 2));
            pages.add(page.letters().stream().map(letter -> letter.id().position().toString()).toList());
            next = page.next();
        } while (next.isPresent());

        assertThat(pages).containsExactly(List.of("1-5"), List.of("1-3"), List.of("1-1"));
        assertLetterUnreadable(new DeliveryId(id, new Position(1, 4)));
        assertLetterUnreadable(new DeliveryId(id, new Position(1, 2)));
    }

    @Test
    void deadLettersWithoutAPlaceCanBeDiscarded() {
        var letter = new DeliveryId(registered(1, 1).id(), new Position(1, 1));
        settle(one(LONG), new Settlement.Dead(letter.position(), "no"));
        redis.send(Command.DEL, "webhook:dead:" + letter.workflow());
        redis.send(Command.SET, "webhook:dead:" + letter.workflow(), "nonsense");

        assertThat(get(store.deadLetters(Optional.empty(), 10)).letters()).isEmpty();
        assertLetterUnreadable(letter);
        assertThat(get(store.discard(letter, false))).isTrue();
        assertThat(get(store.deadLetter(letter))).isEmpty();
    }

    private static void assertLetterUnreadable(DeliveryId letter) {
        assertThatThrownBy(() -> store.deadLetter(letter).await().indefinitely()).isInstanceOfSatisfying(FaultException.class,
                fault -> assertThat(fault.fault().code()).isEqualTo(Fault.Code.WORKFLOW_UNREADABLE));
    }

    @Test
    void damagedRegistrationHoldsUpNeitherTheRetentionNorItsWorkflow() {
        var damaged = registered(1, 1);
        redis.send(Command.HDEL, "webhook:" + damaged.id(), "cursor", "attempts");
        end(journal, damaged, 2, Status.FAILED, false);
        var other = registered(2, 1);
        redis.send(Command.DEL, "webhook:dead:" + other.id());
        redis.send(Command.SET, "webhook:dead:" + other.id(), "nonsense");
        end(journal, other, 2, Status.FAILED, true);
        redis.send(Command.SET, "webhook:dead:" + registered(6, 1).id(), "nonsense");
        for (var number = 3; number <= 5; number++) {
            ended(journal, number, begun.plusSeconds(number));
        }

        assertThat(get(journal.prune())).isEqualTo(2);

        assertThat(get(journal.find(damaged.id()))).isEmpty();
        assertThat(get(store.deadLetters(Optional.empty(), 10)).letters()).hasSize(2);
    }

    @Test
    void removedWorkflowLeavesNoKeyOfItsWebhook() {
        var claim = registered(1, 2);
        settle(one(LONG), new Settlement.Dead(new Position(1, 1), "no"));
        end(journal, claim, 3, Status.FAILED, false);

        get(journal.remove(claim.id()));

        assertThat(redis.all(Command.KEYS, "webhook*")).containsExactly("webhooks:totals");
    }

    private static Targets targets() {
        return new Targets(new TargetPolicy(List.of()), (_, _) -> Uni.createFrom().failure(new UnknownHostException()));
    }

    private static KnownWebhooks known(Journal journal) {
        return new KnownWebhooks(store, journal, new WebhookSettings(), Clock.systemUTC());
    }

    private static Webhooks webhooks(KnownWebhooks known, Journal journal) {
        return new Webhooks(store, known, journal, targets(), new WebhookSettings());
    }

    private static long ttl(String key) {
        return Long.parseLong(redis.ask(Command.TTL, key).orElseThrow());
    }
}
