package org.mcporchestrator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Listing.Filter;
import org.mcporchestrator.journal.admission.Admission;
import org.mcporchestrator.journal.admission.IdempotencyKey;
import org.mcporchestrator.workflow.Status;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

/** What a key promises: one workflow, however often and wherever its request arrives. */
interface IdempotencyContract extends JournalHarness {

    @Test
    default void requestThatComesAgainUnderItsKeyIsAnsweredWithItsWorkflow() {
        create(process(), 1, Optional.of(lease(ANN)), key("mine", "tides"));

        assertThat(create(process(), 2, Optional.of(lease(BOB)), key("mine", "tides")))
                .isEqualTo(new Creation.Repeated(JournalFixture.id(1)));
        assertThat(create(process(), 3, Optional.empty(), key("mine", "tides")))
                .isEqualTo(new Creation.Repeated(JournalFixture.id(1)));

        assertThat(get(process().list(Filter.ALL, Optional.empty(), 10)).standings()).extracting(Standing::id)
                .containsExactly(JournalFixture.id(1));
        assertThat(claim(process(), BOB, 5)).isEmpty();
    }

    @Test
    default void otherRequestUnderAKeyIsRefusedAndChangesNothing() {
        create(process(), 1, Optional.empty(), key("mine", "tides"));

        assertThat(create(process(), 2, Optional.empty(), key("mine", "winds")))
                .isEqualTo(new Creation.KeyReused(JournalFixture.id(1)));

        assertThat(get(process().find(JournalFixture.id(2)))).isEmpty();
        assertThat(create(process(), 2, Optional.empty(), key("yours", "winds"))).isEqualTo(new Creation.Queued());
        assertThat(create(process(), 3, Optional.empty(), key("mine", "tides")))
                .isEqualTo(new Creation.Repeated(JournalFixture.id(1)));
    }

    @Test
    default void creationUnderAKeyThatIsRepeatedAfterATimeoutAnswersAsTheFirstTime() {
        var first = create(process(), 1, Optional.of(lease(ANN)), key("mine", "tides"));
        var queued = create(process(), 2, Optional.empty(), key("yours", "tides"));

        assertThat(create(process(), 1, Optional.of(lease(ANN)), key("mine", "tides"))).isEqualTo(first)
                .isInstanceOf(Creation.Claimed.class);
        assertThat(create(process(), 2, Optional.empty(), key("yours", "tides"))).isEqualTo(queued);
    }

    @Test
    default void repetitionNeedsNoRoomAndARefusedRequestLeavesItsKeyFree() {
        create(process(), 1, Optional.empty(), key("mine", "tides"));
        var full = new Admission(1, Optional.of(key("yours", "winds")));

        assertThat(get(process().create(submission(2), Optional.empty(), full))).isEqualTo(new Creation.Full());
        assertThat(get(process().create(submission(2), Optional.empty(), new Admission(1, Optional.of(key("mine", "tides"))))))
                .isEqualTo(new Creation.Repeated(JournalFixture.id(1)));

        assertThat(create(process(), 3, Optional.empty(), key("yours", "rain"))).isEqualTo(new Creation.Queued());
    }

    @Test
    default void keyIsFreeAgainOnceItsWorkflowIsRemoved() {
        var journal = process();
        var claim = ((Creation.Claimed) create(journal, 1, Optional.of(lease(ANN)), key("mine", "tides"))).claim();
        get(journal.end(claim, JournalFixture.lastEvent(claim, 1), JournalFixture.result(claim.id(),
                Status.COMPLETED, now().minus(KEPT_FOR).minus(Duration.ofDays(1))), false));
        assertThat(create(journal, 2, Optional.empty(), key("mine", "tides")))
                .isEqualTo(new Creation.Repeated(JournalFixture.id(1)));

        get(journal.prune());

        assertThat(create(journal, 2, Optional.empty(), key("mine", "winds"))).isEqualTo(new Creation.Queued());
        assertThat(create(journal, 3, Optional.empty(), key("mine", "winds")))
                .isEqualTo(new Creation.Repeated(JournalFixture.id(2)));
    }

    @Test
    default void requestsThatComeAtOnceUnderOneKeyCreateOneWorkflow() throws Exception {
        for (var round = 0; round < RaceContract.ROUNDS; round++) {
            var key = key("round " + round, "tides");
            var first = 10 * round;
            var creations = RaceContract.atOnce(IntStream.range(0, 6).<Callable<Creation>> mapToObj(
                    index -> () -> create(process(), first + index, Optional.of(lease(index % 2 == 0 ? ANN : BOB)), key))
                    .toList());

            assertThat(creations).filteredOn(Creation.Claimed.class::isInstance).hasSize(1);
            var winner = ((Creation.Claimed) creations.stream().filter(Creation.Claimed.class::isInstance).findFirst()
                    .orElseThrow()).claim().id();
            assertThat(creations).filteredOn(creation -> !(creation instanceof Creation.Claimed))
                    .isEqualTo(List.of(new Creation.Repeated(winner), new Creation.Repeated(winner),
                            new Creation.Repeated(winner), new Creation.Repeated(winner), new Creation.Repeated(winner)));
        }
    }

    private static IdempotencyKey key(String key, String request) {
        return IdempotencyKey.of(key, request);
    }

    @CanIgnoreReturnValue
    private Creation create(Journal journal, int number, Optional<Lease> lease, IdempotencyKey key) {
        return get(journal.create(submission(number), lease, new Admission(Integer.MAX_VALUE, Optional.of(key))));
    }
}
