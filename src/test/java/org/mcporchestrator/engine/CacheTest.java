package org.mcporchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mcporchestrator.engine.EngineFixture.research;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.engine.EngineFixture.Agents;
import org.mcporchestrator.engine.EngineFixture.Settings;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.Journal.Notice;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;

/** What one process keeps of a workflow, and another removes. */
class CacheTest {

    private final EngineFixture fixture = new EngineFixture();
    private final EngineFixture.Process other = fixture.process(Agents.eager());
    private final BroadcastProcessor<Notice> gaps = BroadcastProcessor.create();
    private final AtomicBoolean deaf = new AtomicBoolean();
    private final AtomicBoolean away = new AtomicBoolean();
    private final Settings settings = new Settings(8, 8);
    private final EngineFixture.Process process = new EngineFixture.Process(journal(), Agents.eager(), settings, fixture.clock);
    private final Rehydration rehydration = new Rehydration(fixture.journal, new EngineFixture.AsItIs(true), process.cache,
            settings);
    private final Dispatch dispatch = new Dispatch(process.drivers, new Queue(fixture.journal, fixture.clock), journal(),
            process.cache, rehydration, settings);

    @BeforeEach
    void begin() {
        rehydration.start(null);
        dispatch.start(null);
    }

    @AfterEach
    void end() {
        dispatch.stop(null);
    }

    @Test
    void whatAnotherProcessRemovedIsUnknownOnceItWasTold() {
        var id = known();

        remove(id);

        assertUnknown(id);
    }

    @Test
    void whatAnotherProcessRemovedUnheardIsUnknownAfterTheGap() {
        var id = known();
        deaf.set(true);
        remove(id);
        assertThat(process.now(id).result()).as("nobody said so").isPresent();

        deaf.set(false);
        gaps.onNext(new Notice.Gap());

        assertUnknown(id);
        away.set(true);
        assertFails(id, Fault.Code.JOURNAL_UNAVAILABLE);
    }

    @Test
    void whatIsInDoubtIsToldWhileNobodyCanBeAskedAndCertainOnceItWasRead() {
        var id = known();
        gaps.onNext(new Notice.Gap());

        away.set(true);
        assertThat(process.now(id).result()).isPresent();
        assertThat(process.cache.find(id)).isEmpty();
        away.set(false);

        assertThat(process.now(id).result()).isPresent();
        assertThat(process.cache.find(id)).isPresent();
    }

    /** Its answer was on the way here while it was removed. */
    @Test
    void whatWasReadBeforeItWasRevokedIsNotKept() {
        var view = process.now(known());
        var look = process.cache.look();

        process.cache.revoke(view.standing().id());
        process.cache.put(view, look);

        assertThat(process.cache.remembered(view.standing().id())).isEmpty();
        process.cache.put(view, process.cache.look());
        assertThat(process.cache.find(view.standing().id())).contains(view);
    }

    @Test
    void whatTheStartBroughtIsReadOnceAndOnlyWhenSomebodyAsks() {
        var view = process.now(known());
        var id = view.standing().id();
        var readings = new AtomicInteger();

        process.cache.put(id, () -> {
            readings.incrementAndGet();
            return view;
        }, process.cache.look());

        assertThat(readings).hasValue(0);
        assertThat(process.cache.find(id)).containsSame(view);
        assertThat(process.cache.remembered(id)).containsSame(view);
        assertThat(readings).hasValue(1);
    }

    @Test
    void whatTheStartBroughtDamagedIsAskedOfTheJournal() {
        var view = process.now(known());
        var id = view.standing().id();
        process.cache.put(id, () -> {
            throw new IllegalStateException("not the JSON of a result");
        }, process.cache.look());

        assertThat(process.now(id)).isEqualTo(view);
        assertThat(process.cache.find(id)).contains(view);
    }

    @Test
    void whatTheStartBroughtDamagedIsUnknownWhileTheJournalIsAway() {
        var id = known();
        process.cache.put(id, () -> {
            throw new IllegalStateException("not the JSON of a result");
        }, process.cache.look());
        away.set(true);

        assertFails(id, Fault.Code.JOURNAL_UNAVAILABLE);
    }

    private WorkflowId known() {
        var id = other.submit(research(2));
        other.ended(id);
        assertThat(process.now(id).result()).isPresent();
        assertThat(process.cache.find(id)).isPresent();
        return id;
    }

    private void remove(WorkflowId id) {
        other.workflows.remove(id).await().atMost(EngineFixture.SOON);
    }

    private void assertUnknown(WorkflowId id) {
        await().untilAsserted(() -> assertFails(id, Fault.Code.UNKNOWN_WORKFLOW));
    }

    private void assertFails(WorkflowId id, Fault.Code code) {
        assertThatThrownBy(() -> process.now(id)).asInstanceOf(InstanceOfAssertFactories.type(FaultException.class))
                .extracting(failure -> failure.fault().code()).isEqualTo(code);
    }

    /** The common journal behind a line that can break. */
    private Journal journal() {
        return (Journal) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Journal.class },
                (_, method, arguments) -> switch (method.getName()) {
                    case "notices" -> Multi.createBy().merging().streams(gaps,
                            fixture.journal.notices().filter(_ -> !deaf.get()));
                    case "find", "result" -> away.get()
                            ? Uni.createFrom().failure(new FaultException(Fault.Code.JOURNAL_UNAVAILABLE, "Redis is away"))
                            : method.invoke(fixture.journal, arguments);
                    default -> method.invoke(fixture.journal, arguments);
                });
    }
}
