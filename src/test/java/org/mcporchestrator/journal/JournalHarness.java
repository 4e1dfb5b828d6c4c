package org.mcporchestrator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Journal.Notice;
import org.mcporchestrator.journal.Journal.Write;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

/** What an adapter's test provides, and short words for what the contract does with it. */
public interface JournalHarness {

    /** Ended workflows that the journals under test keep at most. */
    int KEPT_AT_MOST = 3;

    /** Age at which the journals under test remove ended workflows. */
    Duration KEPT_FOR = Duration.ofDays(7);

    Duration PATIENCE = Duration.ofSeconds(5);

    Owner ANN = new Owner("ann");
    Owner BOB = new Owner("bob");
    Owner CARL = new Owner("carl");

    /** A journal as a process of its own has it; all of one test share one store, which is empty at first. */
    Journal process();

    Duration leaseLength();

    /** Returns when every lease that was given before has run out. */
    void passLease();

    /** The time by which the journals remove what is old. */
    Instant now();

    default Lease lease(Owner owner) {
        return new Lease(owner, leaseLength());
    }

    @CanIgnoreReturnValue
    default <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    default Submission submission(int number) {
        return JournalFixture.submission(number);
    }

    @CanIgnoreReturnValue
    default Claim created(Journal journal, int number, Owner owner) {
        var claim = ((Creation.Claimed) get(journal.create(submission(number), Optional.of(lease(owner))))).claim();
        get(journal.accept(lease(owner), List.of(claim)));
        return claim;
    }

    @CanIgnoreReturnValue
    default WorkflowId queued(Journal journal, int number) {
        var submission = submission(number);
        get(journal.create(submission, Optional.empty()));
        return submission.id();
    }

    @CanIgnoreReturnValue
    default List<Claim> claim(Journal journal, Owner owner, int slots) {
        return claim(journal, lease(owner), slots);
    }

    /** As a process does that lives to hear the answer. */
    @CanIgnoreReturnValue
    default List<Claim> claim(Journal journal, Lease lease, int slots) {
        var claims = get(journal.claim(lease, slots));
        get(journal.accept(lease, claims));
        return claims;
    }

    @CanIgnoreReturnValue
    default Optional<Claim> seize(Journal journal, WorkflowId id, Owner owner) {
        return get(journal.seize(id, lease(owner)));
    }

    @CanIgnoreReturnValue
    default Write append(Journal journal, Claim claim, long firstSeq, int count) {
        return get(journal.append(claim, JournalFixture.events(claim, firstSeq, count)));
    }

    @CanIgnoreReturnValue
    default Write record(Journal journal, Claim claim, long seq, Map<StepId, Outcome> outcomes) {
        return get(journal.append(claim, JournalFixture.batch(claim, seq, 1, outcomes)));
    }

    @CanIgnoreReturnValue
    default Write end(Journal journal, Claim claim, long seq, Status status, boolean reopenable) {
        return get(journal.end(claim, JournalFixture.lastEvent(claim, seq),
                JournalFixture.result(claim.id(), status, now()), reopenable));
    }

    /** A workflow of that number that was created and at once ended. */
    @CanIgnoreReturnValue
    default WorkflowId ended(Journal journal, int number, Instant at) {
        var claim = created(journal, number, ANN);
        get(journal.end(claim, JournalFixture.lastEvent(claim, 1), JournalFixture.result(claim.id(), Status.COMPLETED, at),
                false));
        return claim.id();
    }

    default Standing standing(Journal journal, WorkflowId id) {
        return get(journal.find(id)).orElseThrow();
    }

    default AssertSubscriber<JournalEntry> follow(Journal journal, WorkflowId id, Position after, long demand) {
        return journal.follow(id, after).subscribe().withSubscriber(AssertSubscriber.create(demand));
    }

    default AssertSubscriber<Notice> listen(Journal journal) {
        return journal.notices().filter(notice -> !(notice instanceof Notice.Gap)).subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    /** Waits until so many items have arrived; the subscriber itself would look every 100 ms only. */
    @CanIgnoreReturnValue
    static <T> AssertSubscriber<T> arrived(AssertSubscriber<T> reader, int count) {
        await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1))
                .until(() -> reader.getItems().size() >= count);
        return reader;
    }

    /** Positions of what arrived, as text. */
    default List<String> positions(AssertSubscriber<JournalEntry> reader, int count) {
        return arrived(reader, count).getItems().stream().map(entry -> entry.position().toString()).toList();
    }

    default void assertUnknown(Uni<?> uni) {
        assertThatThrownBy(() -> get(uni)).isInstanceOfSatisfying(FaultException.class, JournalHarness::assertUnknownCode);
    }

    private static void assertUnknownCode(FaultException failure) {
        assertThat(failure.fault().code()).isEqualTo(Fault.Code.UNKNOWN_WORKFLOW);
    }
}
