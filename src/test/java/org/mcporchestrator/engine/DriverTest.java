package org.mcporchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.engine.drive.Driver;
import org.mcporchestrator.engine.drive.Limits;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.JournalFixture;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.pattern.Pattern;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.budget.Amount;

import io.smallrye.mutiny.Uni;

/** What one drive does with signals that come at the same time. */
class DriverTest {

    private final EngineFixture fixture = new EngineFixture();
    private final Journal journal = fixture.journal;

    @Test
    void answerThatComesInTheMomentOfTheHaltIsRecorded() {
        var given = JournalFixture.submission(1);
        var submission = new Submission(given.id(), given.task(), given.title(),
                given.config().with(given.config().common().withPrimaryModel("parrot")), given.provider(), List.of(), Map.of(),
                Optional.empty(), given.createdAt());
        var claim = ((Creation.Claimed) get(journal.create(submission,
                Optional.of(new Lease(new Owner("ann"), Duration.ofSeconds(5)))))).claim();
        var driver = new AtomicReference<Driver>();
        driver.set(new Driver(claim, get(journal.history(claim.id())), journal, step -> {
            assertThat(driver.get().leaves(step)).isTrue();
            driver.get().halt();
            return Uni.createFrom().item(JournalFixture.answer("[\"a\",\"b\"]"));
        }, fixture.clock, new Limits(Duration.ofHours(1), 1 << 20, 1 << 20), _ -> Amount.NONE, Optional.empty()));

        assertThat(get(driver.get().drive())).isEqualTo(new Driver.End.Paused());
        assertThat(get(journal.history(claim.id())).outcomes()).containsOnlyKeys(Pattern.DECOMPOSITION);
    }

    private static <T> T get(Uni<T> asked) {
        return asked.await().atMost(EngineFixture.SOON);
    }
}
