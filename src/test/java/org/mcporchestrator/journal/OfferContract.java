package org.mcporchestrator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcporchestrator.journal.JournalFixture.answer;
import static org.mcporchestrator.journal.JournalFixture.step;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.journal.Journal.Notice;
import org.mcporchestrator.journal.Journal.Offer;
import org.mcporchestrator.workflow.Status;

/** Answers that a driver paid for and could not record any more, and what the next one finds of them. */
interface OfferContract extends JournalHarness {

    @Test
    default void offerIsThereForTheDriverOfNowAndTheNextOne() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        var paid = new Offer("asked-this", answer("blüh\r\n\"blue\""));

        assertThat(get(process().offer(claim.id(), Map.of(step(0), paid)))).containsExactly(step(0));

        assertThat(get(journal.offers(claim.id()))).isEqualTo(Map.of(step(0), paid));
        assertThat(get(journal.history(claim.id())).offers()).isEqualTo(Map.of(step(0), paid));
        assertThat(get(journal.history(claim.id())).outcomes()).isEmpty();
    }

    @Test
    default void sameOfferAgainIsKeptAndAnotherOneForTheStepIsNot() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        var first = new Offer("p", answer("first"));
        get(journal.offer(claim.id(), Map.of(step(0), first)));

        assertThat(get(journal.offer(claim.id(), Map.of(step(0), first)))).containsExactly(step(0));
        assertThat(get(journal.offer(claim.id(), Map.of(step(0), new Offer("p", answer("second")))))).isEmpty();

        assertThat(get(journal.offers(claim.id()))).isEqualTo(Map.of(step(0), first));
    }

    @Test
    default void nothingIsOfferedForAStepThatHasAnOutcome() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        record(journal, claim, 1, Map.of(step(0), answer("recorded")));

        assertThat(get(journal.offer(claim.id(), Map.of(step(0), new Offer("p", answer("late")), step(1),
                new Offer("p", answer("new")))))).containsExactly(step(1));

        assertThat(get(journal.history(claim.id())).outcomes()).isEqualTo(Map.of(step(0), answer("recorded")));
        assertThat(get(journal.offers(claim.id()))).containsOnlyKeys(step(1));
    }

    @Test
    default void offerIsGoneOnceItsStepHasAnOutcomeOrTheWorkflowHasEnded() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        get(journal.offer(claim.id(), Map.of(step(0), new Offer("p", answer("a")), step(1), new Offer("p", answer("b")))));

        record(journal, claim, 1, Map.of(step(0), answer("a")));
        assertThat(get(journal.offers(claim.id()))).containsOnlyKeys(step(1));

        end(journal, claim, 2, Status.FAILED, true);
        assertThat(get(journal.offers(claim.id()))).isEmpty();
        assertThat(get(journal.history(claim.id())).offers()).isEmpty();
    }

    @Test
    default void endedOrUnknownWorkflowTakesNoOffer() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        end(journal, claim, 1, Status.FAILED, true);

        for (var id : List.of(claim.id(), JournalFixture.id(99))) {
            assertThat(get(journal.offer(id, Map.of(step(0), new Offer("p", answer("late")))))).isEmpty();
        }
        assertThat(get(journal.offers(JournalFixture.id(99)))).isEmpty();
    }

    @Test
    default void everybodyIsToldOfAnOffer() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        var listener = listen(process());

        get(journal.offer(claim.id(), Map.of(step(0), new Offer("p", answer("a")))));

        assertThat(listener.awaitItems(1, PATIENCE).getItems()).containsExactly(new Notice.Offered(claim.id()));
    }
}
