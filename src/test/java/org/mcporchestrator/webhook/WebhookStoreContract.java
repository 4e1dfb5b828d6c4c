package org.mcporchestrator.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.JournalFixture;
import org.mcporchestrator.journal.JournalHarness;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.journal.admission.Admission;
import org.mcporchestrator.journal.admission.IdempotencyKey;
import org.mcporchestrator.webhook.Registration.State;
import org.mcporchestrator.webhook.WebhookStore.Capacity;
import org.mcporchestrator.webhook.WebhookStore.Figures;
import org.mcporchestrator.webhook.WebhookStore.Standing;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.webhook.Secret;
import org.mcporchestrator.workflow.webhook.Webhook;
import org.mcporchestrator.workflow.webhook.Webhook.Form;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

/** What every store of webhooks does. */
public abstract class WebhookStoreContract implements JournalHarness {

    protected static final Duration LEASE = Duration.ofMillis(300);
    protected static final Duration LONG = Duration.ofSeconds(30);
    private static final Capacity ENOUGH = new Capacity(10, 5, Map.of());
    private static final Duration ROTATION = Duration.ofSeconds(30);

    private final Journal journal = process();

    protected abstract WebhookStore store();

    /** Lets so much time pass for the store. */
    protected abstract void pass(Duration time);

    protected static Webhook webhook(String url, String... events) {
        return new Webhook(URI.create(url), List.of(events), Optional.of(new Secret("a secret".replace(' ', '-'))), Form.FLAT);
    }

    /** A workflow with so many events, and a webhook for them. */
    @CanIgnoreReturnValue
    protected Claim registered(int number, int events) {
        var claim = created(journal, number, ANN);
        append(journal, claim, 1, events);
        get(store().register(claim.id(), webhook("https://example.org/hook"), ROTATION));
        return claim;
    }

    protected List<Assignment> taken(Duration lease) {
        return get(store().claim(lease, ENOUGH)).assignments();
    }

    protected Assignment one(Duration lease) {
        var taken = taken(lease);
        assertThat(taken).hasSize(1);
        return taken.getFirst();
    }

    @CanIgnoreReturnValue
    protected Standing settle(Assignment assignment, Settlement settlement) {
        return get(store().settle(assignment, LONG, settlement));
    }

    private static List<String> positions(Assignment assignment) {
        return assignment.events().stream().map(event -> event.position().toString()).toList();
    }

    private static Position at(String position) {
        return Position.parse(position).orElseThrow();
    }

    private static Settlement delivered(String position) {
        return new Settlement.Delivered(at(position));
    }

    private Registration registration(WorkflowId id) {
        return get(store().find(id)).orElseThrow();
    }

    @Test
    void recordedEventsAreDueInOrderFromTheFirstOn() {
        var claim = registered(1, 3);

        var assignment = one(LONG);

        assertThat(assignment.registration().workflow()).isEqualTo(claim.id());
        assertThat(positions(assignment)).containsExactly("1-1", "1-2", "1-3");
        assertThat(assignment.events().getFirst().type()).isEqualTo("iteration_start");
        assertThat(assignment.events().getFirst().envelope()).contains("\"event_type\":\"iteration_start\"",
                claim.id().value());
        assertThat(assignment.registration().webhook()).isEqualTo(webhook("https://example.org/hook"));
    }

    @Test
    void whatIsClaimedIsNobodyElsesUntilItsLeaseIsUp() {
        registered(1, 1);

        assertThat(taken(LEASE)).hasSize(1);
        assertThat(taken(LEASE)).isEmpty();
        pass(LEASE);
        assertThat(taken(LEASE)).hasSize(1);
    }

    @Test
    void claimGoesOnWhileThereAreEvents() {
        var claim = registered(1, 1);
        var assignment = one(LONG);
        append(journal, claim, 2, 1);

        assertThat(settle(assignment, delivered("1-1"))).isEqualTo(Standing.MINE);
        assertThat(settle(assignment, delivered("1-2"))).isEqualTo(Standing.OVER);

        assertThat(taken(LONG)).isEmpty();
        append(journal, claim, 3, 1);
        assertThat(positions(one(LONG))).containsExactly("1-3");
        assertThat(registration(claim.id()).progress().delivered()).isEqualTo(2);
    }

    @Test
    void whatIsSettledAgainIsCountedOnce() {
        var claim = registered(1, 2);
        var assignment = one(LONG);

        assertThat(settle(assignment, delivered("1-1"))).isEqualTo(Standing.MINE);
        assertThat(settle(assignment, delivered("1-1"))).isEqualTo(Standing.MINE);

        assertThat(registration(claim.id()).progress().delivered()).isEqualTo(1);
    }

    @Test
    void claimThatWasOvertakenSettlesNothing() {
        var claim = registered(1, 2);
        var late = one(LEASE);
        pass(LEASE);
        var current = one(LONG);

        assertThat(settle(late, delivered("1-1"))).isEqualTo(Standing.OVER);
        assertThat(settle(late, new Settlement.Disabled("gone"))).isEqualTo(Standing.OVER);

        assertThat(registration(claim.id()).progress().cursor()).isEqualTo(Position.START);
        assertThat(settle(current, delivered("1-1"))).isEqualTo(Standing.MINE);
    }

    @Test
    void claimOfARegistrationThatIsGoneSettlesNothingOfTheNextOne() {
        var claim = registered(1, 2);
        var late = one(LONG);
        var webhook = registration(claim.id()).webhook();
        assertThat(get(store().unregister(claim.id()))).isPresent();
        get(store().register(claim.id(), webhook, Duration.ZERO));
        var current = one(LONG);

        assertThat(settle(late, delivered("1-1"))).isEqualTo(Standing.OVER);

        assertThat(registration(claim.id()).progress().cursor()).isEqualTo(Position.START);
        assertThat(settle(current, delivered("1-1"))).isEqualTo(Standing.MINE);
    }

    @Test
    void eventThatFailedIsDueAgainAfterItsPauseAndNotBefore() {
        var claim = registered(1, 2);

        settle(one(LONG), new Settlement.Retry(LEASE, "it \"answered\" 503"));
        append(journal, claim, 3, 1);
        assertThat(taken(LONG)).isEmpty();
        pass(LEASE);

        var again = one(LONG);
        assertThat(positions(again)).containsExactly("1-1", "1-2", "1-3");
        assertThat(again.registration().progress().attempts()).isEqualTo(1);
        assertThat(again.registration().progress().error()).contains("it \"answered\" 503");
        assertThat(again.registration().progress().failingSince()).isPresent();
        settle(again, delivered("1-1"));
        assertThat(registration(claim.id()).progress().failingSince()).isEmpty();
    }

    @Test
    void onlyEventsThatAreWantedAreDelivered() {
        var claim = created(journal, 1, ANN);
        append(journal, claim, 1, 120);
        get(store().register(claim.id(), webhook("https://example.org/hook", "workflow_error", "workflow_complete"), ROTATION));

        assertThat(taken(LONG)).isEmpty();
        end(journal, claim, 121, Status.FAILED, false);

        var assignment = one(LONG);
        assertThat(positions(assignment)).containsExactly("1-121");
        assertThat(settle(assignment, delivered("1-121"))).isEqualTo(Standing.OVER);
    }

    @Test
    void eventThatIsGivenUpIsPutAsideAndTheNextOneIsItsTurn() {
        var claim = registered(1, 2);
        var assignment = one(LONG);
        settle(assignment, new Settlement.Retry(Duration.ZERO, "503"));
        assignment = one(LONG);

        assertThat(settle(assignment, new Settlement.Dead(at("1-1"), "no answer"))).isEqualTo(Standing.MINE);
        assertThat(settle(assignment, delivered("1-2"))).isEqualTo(Standing.OVER);

        var letters = get(store().deadLetters(Optional.empty(), 10)).letters();
        assertThat(letters).hasSize(1).first().satisfies(letter -> {
            assertThat(letter.id().toString()).isEqualTo(claim.id() + "_1-1");
            assertThat(letter.event()).isEqualTo(new OutgoingEvent(at("1-1"), "iteration_start", letter.event().envelope()));
            assertThat(letter.attempts()).isEqualTo(2);
            assertThat(letter.error()).isEqualTo("no answer");
        });
        assertThat(get(store().deadLetter(letters.getFirst().id()))).contains(letters.getFirst());
    }

    @Test
    void whatWasPutAsideIsListedNewestFirstInPages() {
        registered(1, 3);
        var assignment = one(LONG);
        for (var position : List.of("1-1", "1-2", "1-3")) {
            settle(assignment, new Settlement.Dead(at(position), "no"));
            pass(Duration.ofMillis(2));
        }

        var first = get(store().deadLetters(Optional.empty(), 2));
        var second = get(store().deadLetters(first.next(), 2));

        assertThat(names(first)).containsExactly("1-3", "1-2");
        assertThat(names(second)).containsExactly("1-1");
        assertThat(second.next()).isEmpty();
        assertThat(get(store().deadLetters(Optional.empty(), 3)).next()).isEmpty();
    }

    /** Somebody delivers a page after all before asking for the next one, and others die meanwhile. */
    @Test
    void pagesOfWhatWasPutAsideGoOnWhateverIsDiscardedAndAdded() {
        registered(1, 5);
        var assignment = one(LONG);
        for (var position : List.of("1-1", "1-2", "1-3", "1-4")) {
            settle(assignment, new Settlement.Dead(at(position), "no"));
            pass(Duration.ofMillis(2));
        }

        var first = get(store().deadLetters(Optional.empty(), 2));
        first.letters().forEach(letter -> get(store().discard(letter.id(), true)));
        settle(assignment, new Settlement.Dead(at("1-5"), "no"));
        var second = get(store().deadLetters(first.next(), 2));

        assertThat(names(first)).containsExactly("1-4", "1-3");
        assertThat(names(second)).containsExactly("1-2", "1-1");
        assertThat(get(store().figures()).dead()).isEqualTo(3)
                .isEqualTo(get(store().deadLetters(Optional.empty(), 10)).letters().size());
    }

    private static List<String> names(DeadLetter.Page page) {
        return page.letters().stream().map(letter -> letter.id().position().toString()).toList();
    }

    @Test
    void whatWasPutAsideIsThereUntilItIsDiscarded() {
        registered(1, 1);
        settle(one(LONG), new Settlement.Dead(at("1-1"), "no"));
        var id = get(store().deadLetters(Optional.empty(), 1)).letters().getFirst().id();

        assertThat(get(store().discard(id, true))).isTrue();

        assertThat(get(store().discard(id, true))).isFalse();
        assertThat(get(store().deadLetter(id))).isEmpty();
        assertThat(get(store().figures()).delivered()).isEqualTo(1);
    }

    @Test
    void receiverThatWantsNoMoreGetsNothingUntilItIsRegisteredAgain() {
        var claim = registered(1, 2);
        var assignment = one(LONG);
        settle(assignment, delivered("1-1"));

        assertThat(settle(assignment, new Settlement.Disabled("410"))).isEqualTo(Standing.OVER);
        append(journal, claim, 3, 1);

        assertThat(taken(LONG)).isEmpty();
        assertThat(registration(claim.id()).progress().state()).isEqualTo(State.DISABLED);
        get(store().register(claim.id(), webhook("https://example.org/other"), ROTATION));
        assertThat(positions(one(LONG))).containsExactly("1-2", "1-3");
    }

    @Test
    void formerSecretSignsTooUntilTheRotationIsOver() {
        var claim = registered(1, 1);
        var next = new Webhook(URI.create("https://example.org/hook"), List.of(), Optional.of(new Secret("the-next-one")),
                Form.FLAT);

        get(store().register(claim.id(), next, LEASE));

        assertThat(registration(claim.id()).secrets()).containsExactly(new Secret("the-next-one"), new Secret("a-secret"));
        pass(LEASE);
        assertThat(registration(claim.id()).secrets()).containsExactly(new Secret("the-next-one"));
    }

    @Test
    void hostWithEnoughToDoHoldsUpNoOther() {
        registered(1, 1);
        registered(2, 1);
        var other = created(journal, 3, ANN);
        append(journal, other, 1, 1);
        get(store().register(other.id(), webhook("https://other.example/hook"), ROTATION));

        var some = get(store().claim(LONG, new Capacity(10, 2, Map.of("example.org:443", 1)))).assignments();

        assertThat(some).extracting(assignment -> assignment.registration().webhook().host())
                .containsExactlyInAnyOrder("example.org:443", "other.example:443");
    }

    @Test
    void noMoreIsTakenThanThereAreSlots() {
        registered(1, 1);
        registered(2, 1);

        assertThat(get(store().claim(LONG, new Capacity(1, 5, Map.of()))).assignments()).hasSize(1);
        assertThat(taken(LONG)).hasSize(1);
    }

    @Test
    void workflowThatIsNotKnownHasNoWebhook() {
        assertUnknown(store().register(JournalFixture.id(9), webhook("https://example.org/hook"), ROTATION));
        assertUnknown(store().restore(JournalFixture.id(9), Decision.first(webhook("https://example.org/hook"))));
        assertThat(get(store().find(JournalFixture.id(9)))).isEmpty();
    }

    @Test
    void workflowIsCreatedWithItsWebhookInOneStep() {
        var webhook = webhook("https://example.org/hook", "iteration_start");
        var admission = new Admission(10, Optional.empty(), Optional.of(webhook));
        var claim = ((Creation.Claimed) get(journal.create(submission(1), Optional.of(lease(ANN)), admission))).claim();
        assertThat(registration(claim.id()).webhook()).isEqualTo(webhook);
        assertThat(taken(LONG)).isEmpty();

        append(journal, claim, 1, 2);

        assertThat(positions(one(LONG))).containsExactly("1-1", "1-2");
        assertThat(get(store().figures()).registered()).isEqualTo(1);
    }

    @Test
    void startThatComesAgainRegistersNothingAnew() {
        var key = Optional.of(IdempotencyKey.of("mine", "tides"));
        var admission = new Admission(10, key, Optional.of(webhook("https://example.org/hook")));
        var first = get(journal.create(submission(1), Optional.of(lease(ANN)), admission));
        get(store().unregister(JournalFixture.id(1)));

        assertThat(get(journal.create(submission(1), Optional.of(lease(ANN)), admission))).isEqualTo(first);
        assertThat(get(journal.create(submission(2), Optional.of(lease(ANN)), admission)))
                .isEqualTo(new Creation.Repeated(JournalFixture.id(1)));

        assertThat(get(store().find(JournalFixture.id(1)))).isEmpty();
        assertThat(get(store().find(JournalFixture.id(2)))).isEmpty();
    }

    @Test
    void workflowThatIsNotTakenRegistersNothing() {
        var full = new Admission(0, Optional.empty(), Optional.of(webhook("https://example.org/hook")));

        assertThat(get(journal.create(submission(1), Optional.empty(), full))).isEqualTo(new Creation.Full());

        assertThat(get(store().find(JournalFixture.id(1)))).isEmpty();
        assertThat(get(store().figures()).registered()).isZero();
    }

    @Test
    void restoringLeavesALaterDecisionAsItIs() {
        var claim = created(journal, 1, ANN);
        var first = get(store().register(claim.id(), webhook("https://first.example/hook"), ROTATION));
        var second = get(store().register(claim.id(), webhook("https://second.example/hook"), ROTATION));

        assertThat(get(store().restore(claim.id(), first))).isFalse();
        assertThat(get(store().restore(claim.id(), second))).isTrue();
        assertThat(registration(claim.id()).webhook().host()).isEqualTo("second.example:443");

        assertThat(get(store().unregister(claim.id()))).isPresent();
        assertThat(get(store().restore(claim.id(), second))).isFalse();
        assertThat(get(store().find(claim.id()))).isEmpty();
    }

    @Test
    void restoringReplacesAnEarlierDecision() {
        var first = webhook("https://first.example/hook");
        get(journal.create(submission(1), Optional.of(lease(ANN)), new Admission(10, Optional.empty(), Optional.of(first))));
        var id = JournalFixture.id(1);
        var second = new Decision(Optional.of(webhook("https://second.example/hook")), 7);
        var removal = new Decision(Optional.empty(), 8);

        assertThat(get(store().restore(id, Decision.first(first)))).isTrue();
        assertThat(get(store().restore(id, second))).isTrue();
        assertThat(registration(id).webhook().host()).isEqualTo("second.example:443");
        assertThat(get(store().restore(id, removal))).isTrue();

        assertThat(get(store().restore(id, removal))).isTrue();
        assertThat(get(store().restore(id, second))).isFalse();
        assertThat(get(store().find(id))).isEmpty();
    }

    @Test
    void removedWorkflowTakesAllOfItsWebhookWithIt() {
        var claim = registered(1, 2);
        settle(one(LONG), new Settlement.Dead(at("1-1"), "no"));
        end(journal, claim, 3, Status.FAILED, false);
        var letter = get(store().deadLetters(Optional.empty(), 10)).letters().getFirst().id();

        assertThat(get(journal.remove(claim.id()))).isTrue();

        assertThat(get(store().find(claim.id()))).isEmpty();
        assertThat(get(store().deadLetters(Optional.empty(), 10)).letters()).isEmpty();
        assertThat(get(store().deadLetter(letter))).isEmpty();
        assertThat(taken(LONG)).isEmpty();
        assertThat(get(store().figures()).registered()).isZero();
    }

    @Test
    void receiverOfAReopenedWorkflowFailsNoMore() {
        var claim = registered(1, 1);
        settle(one(LONG), new Settlement.Retry(LONG, "503"));
        end(journal, claim, 2, Status.FAILED, true);
        assertThat(registration(claim.id()).progress().failingSince()).isPresent();

        var tip = get(journal.find(claim.id())).orElseThrow().head().tip();
        assertThat(get(journal.reopen(submission(1), tip, Set.of()))).isEqualTo(Journal.Reopening.REOPENED);

        assertThat(registration(claim.id()).progress().failingSince()).isEmpty();
        assertThat(registration(claim.id()).progress().error()).isEmpty();
    }

    @Test
    void receiverThatTookWhatWasPutAsideFailsNoMore() {
        var claim = registered(1, 1);
        settle(one(LONG), new Settlement.Dead(at("1-1"), "no"));
        assertThat(registration(claim.id()).progress().failingSince()).isPresent();

        get(store().discard(new DeliveryId(claim.id(), at("1-1")), true));

        assertThat(registration(claim.id()).progress().failingSince()).isEmpty();
    }

    @Test
    void whatIsUnregisteredLeavesNothing() {
        var claim = registered(1, 2);
        settle(one(LONG), new Settlement.Dead(at("1-1"), "no"));

        assertThat(get(store().unregister(claim.id()))).isPresent();

        assertThat(get(store().unregister(claim.id()))).isEmpty();
        assertThat(get(store().find(claim.id()))).isEmpty();
        assertThat(get(store().deadLetters(Optional.empty(), 10)).letters()).isEmpty();
        assertThat(taken(LONG)).isEmpty();
        assertThat(get(store().figures()).registered()).isZero();
    }

    @Test
    void releasedWorkflowIsSomebodyElsesAtOnce() {
        registered(1, 2);
        var assignment = one(LONG);
        settle(assignment, delivered("1-1"));

        settle(assignment, new Settlement.Release());

        assertThat(positions(one(LONG))).containsExactly("1-2");
        assertThat(settle(assignment, delivered("1-2"))).isEqualTo(Standing.OVER);
    }

    @Test
    void figuresTellWhatIsRegisteredDueAndDone() {
        registered(1, 2);
        registered(2, 1);
        var assignment = taken(LONG).stream().filter(each -> each.events().size() == 2).findFirst().orElseThrow();
        settle(assignment, delivered("1-1"));
        settle(assignment, new Settlement.Dead(at("1-2"), "no"));

        assertThat(get(store().figures())).isEqualTo(new Figures(2, 1, 1, 1, 1));
    }
}
