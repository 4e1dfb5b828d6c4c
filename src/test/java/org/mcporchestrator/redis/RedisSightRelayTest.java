package org.mcporchestrator.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.TestMapper;
import org.mcporchestrator.journal.live.Sight;
import org.mcporchestrator.journal.live.Window;
import org.mcporchestrator.redis.LocalRedis.Settings;
import org.mcporchestrator.redis.live.RedisSightRelay;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.event.Envelope;
import org.mcporchestrator.workflow.event.WorkflowEvent;
import org.mcporchestrator.workflow.step.StepId;

import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.redis.client.Command;

/** Two processes on one Redis: one drives, one has the reader. */
class RedisSightRelayTest {

    private static final WorkflowId ID = new WorkflowId("search_000000000001");
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Sight DELTA = new Sight.Delta(ID, AT, new StepId("swarm_0"), "agent_swarm_0", 12, "äö \"\n");
    private static final Sight PROGRESS = new Sight.Progress(new Envelope(ID, AT,
            new WorkflowEvent.AgentProgress(new StepId("swarm_0"), "agent_swarm_0", 17, Optional.of(5L), Optional.of(true))));

    private final LocalRedis redis = new LocalRedis();
    private final Window driving = process();
    private final Window reading = process();

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void aReaderSeesWhatHappensInAnotherProcess() {
        var seen = watch(reading);

        await().atMost(SOON).until(() -> driving.wanted(ID));
        driving.show(ID, DELTA);
        driving.show(ID, PROGRESS);

        await().atMost(SOON).until(() -> seen.size() == 2);
        assertThat(seen).containsExactly(DELTA, PROGRESS);
    }

    @Test
    void nothingIsSeenTwiceWhereSomebodyWatchesOnBothSides() {
        var here = watch(driving);
        var there = watch(reading);

        await().atMost(SOON).until(() -> driving.wanted(ID) && reading.wanted(ID));
        driving.show(ID, DELTA);
        driving.show(ID, PROGRESS);

        await().atMost(SOON).until(() -> there.size() == 2);
        assertThat(here).containsExactly(DELTA, PROGRESS);
        assertThat(there).containsExactly(DELTA, PROGRESS);
    }

    @Test
    void nothingIsSentOnceNobodyWatches() {
        var watching = reading.watch(ID).subscribe().with(_ -> {
        });
        await().atMost(SOON).until(() -> driving.wanted(ID));

        watching.cancel();

        await().atMost(SOON).until(() -> !driving.wanted(ID));
    }

    /** However many readers there are, Redis and all processes hear one message a second. */
    @Test
    void oneMessageTellsAllThatAProcessWatches() {
        var ids = IntStream.range(0, 100).mapToObj("search_%012x"::formatted).map(WorkflowId::new).toList();
        var told = new CopyOnWriteArrayList<String>();
        var _ = redis.journal().link().channels().listen("workflows:live:0", told::add);
        await().atMost(SOON).until(() -> !told.isEmpty());
        var watching = ids.stream().map(id -> reading.watch(id).subscribe().with(_ -> {
        })).toList();
        Predicate<String> ofAll = message -> message.split(" ").length == 1 + ids.size();
        await().atMost(SOON).until(() -> told.stream().filter(ofAll).count() >= 2);

        assertThat(told.stream().dropWhile(ofAll.negate())).allMatch(ofAll);
        assertThat(ids).allMatch(driving::wanted);
        watching.forEach(Cancellable::cancel);
        await().atMost(SOON).until(() -> ids.stream().noneMatch(driving::wanted));
    }

    @Test
    void otherMessagesOnTheChannelsDoNoHarm() {
        var seen = watch(reading);
        await().atMost(SOON).until(() -> driving.wanted(ID));

        for (var message : List.of("", "no json", "[]", "{\"from\":\"newer\",\"smell\":{}}",
                "{\"delta\":{\"task_id\":\"x\"}}")) {
            redis.send(Command.PUBLISH, "workflows:live:0:" + ID, message);
            redis.send(Command.PUBLISH, "workflows:live:0", message);
        }
        driving.show(ID, DELTA);

        await().atMost(SOON).until(() -> !seen.isEmpty());
        assertThat(seen).containsExactly(DELTA);
    }

    private Window process() {
        var relay = new RedisSightRelay(redis.journal(), new Settings(redis.port(), 0, "", Optional.empty()),
                TestMapper.create());
        var _ = relay.listen();
        return new Window(relay);
    }

    private static List<Sight> watch(Window window) {
        var seen = new CopyOnWriteArrayList<Sight>();
        window.watch(ID).subscribe().with(seen::add);
        return seen;
    }
}
