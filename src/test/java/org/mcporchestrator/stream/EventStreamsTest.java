package org.mcporchestrator.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.journal.Head;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.journal.Progress;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.journal.live.Alone;
import org.mcporchestrator.journal.live.Sight;
import org.mcporchestrator.journal.live.Window;
import org.mcporchestrator.workflow.Stage;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.SwarmConfig;
import org.mcporchestrator.workflow.event.Envelope;
import org.mcporchestrator.workflow.event.WorkflowEvent;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.step.StepId;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

class EventStreamsTest {

    private static final WorkflowId ID = new WorkflowId("search_000000000001");
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicLong asked = new AtomicLong();
    private final Settings settings = new Settings(2, Duration.ofSeconds(60));
    private final Window window = new Window(new Alone());
    private final Readers readers = new Readers(settings, Clock.systemUTC());

    record Settings(int maxReaders, Duration heartbeat) implements StreamConfig {}

    @Test
    void aReaderThatAsksForNothingTakesNothing() {
        var subscriber = open(events(1000), Duration.ofMillis(1)).subscribe().withSubscriber(AssertSubscriber.create(0));

        subscriber.request(3).awaitItems(3, PATIENCE);

        assertThat(subscriber.getItems().getFirst()).isInstanceOf(StreamItem.Opened.class);
        assertThat(asked.get()).isLessThanOrEqualTo(4);
        subscriber.cancel();
        assertThat(readers.count()).isZero();
    }

    @Test
    void heartbeatsComeWhileNothingHappens() {
        var subscriber = open(Multi.createFrom().nothing(), Duration.ofMillis(5)).subscribe()
                .withSubscriber(AssertSubscriber.create(4));

        subscriber.awaitItems(4, PATIENCE);

        assertThat(subscriber.getItems().subList(1, 4)).allMatch(StreamItem.Heartbeat.class::isInstance);
        subscriber.cancel();
    }

    @Test
    void theEndOfTheEventsClosesTheStream() {
        var items = open(events(3), Duration.ofSeconds(60)).subscribe().withSubscriber(AssertSubscriber.create(100))
                .awaitCompletion(PATIENCE).getItems();

        assertThat(items).hasSize(5);
        assertThat(items.getLast()).isEqualTo(new StreamItem.Closed(ID));
        assertThat(readers.eventsSent()).isEqualTo(3);
        assertThat(readers.count()).isZero();
    }

    @Test
    void aJournalThatBreaksIsTold() {
        var broken = Multi.createBy().concatenating().streams(events(1),
                Multi.createFrom().failure(new FaultException(Fault.Code.JOURNAL_UNAVAILABLE, "away")));

        var items = open(broken, Duration.ofSeconds(60)).subscribe().withSubscriber(AssertSubscriber.create(100))
                .awaitCompletion(PATIENCE).getItems();

        assertThat(items.getLast()).isEqualTo(new StreamItem.Broken(ID, new Fault(Fault.Code.JOURNAL_UNAVAILABLE, "away")));
        assertThat(readers.count()).isZero();
    }

    @Test
    void moreReadersThanMayBeAreRefused() {
        var silent = Multi.createFrom().<JournalEntry> nothing();
        var first = open(silent, PATIENCE).subscribe().withSubscriber(AssertSubscriber.create(1));
        var second = open(silent, PATIENCE).subscribe().withSubscriber(AssertSubscriber.create(1));

        assertThatThrownBy(() -> open(silent, PATIENCE)).isInstanceOf(FaultException.class).hasMessageContaining("overloaded");
        assertThat(readers.audiences()).singleElement().extracting(Readers.Audience::readers).isEqualTo(2);

        first.cancel();
        second.cancel();
        assertThat(open(silent, PATIENCE)).isNotNull();
    }

    @Test
    void whatCanBeSeenNowIsHandedOnWithoutDisturbingTheEvents() {
        var plain = open(Multi.createFrom().nothing(), PATIENCE, Detail.PROGRESS).subscribe()
                .withSubscriber(AssertSubscriber.create(100));
        var withText = open(Multi.createFrom().nothing(), PATIENCE, Detail.TEXT).subscribe()
                .withSubscriber(AssertSubscriber.create(100));
        var progress = new Sight.Progress(new Envelope(ID, AT,
                new WorkflowEvent.AgentProgress(new StepId("swarm_0"), "agent_swarm_0", 10, Optional.of(3L),
                        Optional.of(true))));
        var delta = new Sight.Delta(ID, AT, new StepId("swarm_0"), "agent_swarm_0", 0, "ten digits");

        window.show(ID, delta);
        window.show(ID, progress);

        assertThat(plain.awaitItems(2, PATIENCE).getItems()).endsWith(new StreamItem.Seen(progress));
        assertThat(withText.awaitItems(3, PATIENCE).getItems()).endsWith(new StreamItem.Seen(delta),
                new StreamItem.Seen(progress));
        plain.cancel();
        withText.cancel();
        assertThat(window.wanted(ID)).isFalse();
    }

    @Test
    void nothingIsShownForReadersOfEventsAlone() {
        var reader = open(Multi.createFrom().nothing(), PATIENCE, Detail.NONE).subscribe()
                .withSubscriber(AssertSubscriber.create(100));

        assertThat(window.wanted(ID)).isFalse();
        assertThat(reader.awaitItems(1, PATIENCE).getItems()).containsExactly(new StreamItem.Opened());
        reader.cancel();
    }

    @Test
    void theEndOfTheEventsEndsWhatCanBeSeen() {
        open(events(3), PATIENCE, Detail.TEXT).subscribe().withSubscriber(AssertSubscriber.create(100))
                .awaitCompletion(PATIENCE);

        assertThat(window.wanted(ID)).isFalse();
    }

    @Test
    void aProcessThatEndsEndsItsStreamsInOrder() {
        var streams = new EventStreams(
                journal(Multi.createBy().concatenating().streams(events(2), Multi.createFrom().nothing())),
                window, readers, settings);
        var subscriber = streams.open(ID, Position.START, Optional.empty(), Detail.PROGRESS).await().atMost(PATIENCE)
                .orElseThrow()
                .subscribe().withSubscriber(AssertSubscriber.create(100)).awaitItems(3, PATIENCE);

        streams.stop(new ShutdownEvent());

        assertThat(subscriber.awaitCompletion(PATIENCE).getItems()).hasSize(3);
        assertThat(readers.count()).isZero();
    }

    private Multi<StreamItem> open(Multi<JournalEntry> events, Duration heartbeat) {
        return open(events, heartbeat, Detail.PROGRESS);
    }

    private Multi<StreamItem> open(Multi<JournalEntry> events, Duration heartbeat, Detail detail) {
        return new EventStreams(journal(events), window, readers, settings)
                .open(ID, Position.START, Optional.of(heartbeat), detail)
                .await().atMost(PATIENCE).orElseThrow();
    }

    private Multi<JournalEntry> events(int count) {
        return Multi.createFrom().iterable(LongStream.rangeClosed(1, count).boxed().toList())
                .onRequest().invoke(asked::addAndGet)
                .map(seq -> new JournalEntry(new Position(1, seq),
                        new Envelope(ID, AT, new WorkflowEvent.DecompositionStart())));
    }

    private static Journal journal(Multi<JournalEntry> events) {
        var submission = new Submission(ID, "task", "title", SwarmConfig.defaults(), "scripted", List.of(), Map.of(),
                Optional.empty(), AT);
        var progress = new Progress(Status.RUNNING, Stage.AGENTS, 0, 0, 0, BigDecimal.ZERO, Optional.of(AT));
        var standing = new Standing(submission,
                new Head(Optional.empty(), 1, 0, progress, false, Optional.empty(), Optional.empty()));
        return (Journal) Proxy.newProxyInstance(Journal.class.getClassLoader(), new Class<?>[] { Journal.class },
                (_, method, _) -> switch (method.getName()) {
                    case "find" -> Uni.createFrom().item(Optional.of(standing));
                    case "follow" -> events;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
