package org.mcporchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mcporchestrator.engine.EngineFixture.answer;
import static org.mcporchestrator.engine.EngineFixture.isWork;
import static org.mcporchestrator.engine.EngineFixture.research;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.engine.EngineFixture.Agents;
import org.mcporchestrator.engine.claim.ClaimsConfig;
import org.mcporchestrator.engine.claim.Succession;
import org.mcporchestrator.journal.durable.Durability;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.event.WorkflowEvent;

import io.quarkus.vertx.http.HttpServerStart;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerOptions;

/** All processes run on one host; a port is what tells them apart. */
class SuccessionTest {

    private final EngineFixture fixture = new EngineFixture();
    private final Agents hanging = new Agents(step -> isWork(step) ? Uni.createFrom().nothing()
            : Uni.createFrom().item(answer(step)));

    @Test
    void restartedProcessGoesOnAtOnceWithWhatItsPredecessorDrove() {
        var id = drivenByAProcessAt(5060);

        var successor = fixture.process(Agents.eager());
        begin(successor, 5060, present());
        successor.claimWaiting();

        assertThat(successor.ended(id).standing().status()).isEqualTo(Status.COMPLETED);
        assertThat(fixture.entriesOf(id)).extracting(entry -> entry.envelope().event())
                .contains(new WorkflowEvent.WorkflowResumed("restart", 1));
    }

    @Test
    void processAtAnotherPortOrAtARandomOneTakesNothing() {
        var id = drivenByAProcessAt(5060);

        var other = fixture.process(Agents.eager());
        begin(other, 5061, present());
        begin(other, 0, present());
        other.claimWaiting();

        assertThat(other.workflows.driven()).isZero();
        assertThat(other.now(id).standing().head().epoch()).isEqualTo(1);
    }

    @Test
    void successionWaitsForAJournalThatIsAway() {
        var id = drivenByAProcessAt(5060);
        var comes = new CompletableFuture<Void>();

        var successor = fixture.process(Agents.eager());
        begin(successor, 5060, durability(Uni.createFrom().completionStage(comes)));
        successor.claimWaiting();
        assertThat(successor.workflows.driven()).isZero();
        comes.complete(null);
        successor.claimWaiting();

        assertThat(successor.ended(id).standing().status()).isEqualTo(Status.COMPLETED);
    }

    private WorkflowId drivenByAProcessAt(int port) {
        var process = fixture.process(hanging);
        begin(process, port, present());
        var id = process.submit(research(2));
        await().until(() -> hanging.busy.get() == 2);
        return id;
    }

    private void begin(EngineFixture.Process process, int port, Durability durability) {
        new Succession(fixture.journal, durability, process.drivers.lease(), new Unnamed())
                .begin(new HttpServerStart(new HttpServerOptions().setHost("127.0.0.1").setPort(port)));
    }

    private static Durability present() {
        return durability(Uni.createFrom().voidItem());
    }

    private static Durability durability(Uni<Void> awaited) {
        return new Durability() {

            @Override
            public State state() {
                return new State(true, true, "", Instant.EPOCH);
            }

            @Override
            public Uni<Void> awaited() {
                return awaited;
            }
        };
    }

    private record Unnamed() implements ClaimsConfig {

        @Override
        public Optional<String> instance() {
            return Optional.empty();
        }

        @Override
        public int suspectTakeovers() {
            return 3;
        }

        @Override
        public int maxTakeovers() {
            return 5;
        }
    }
}
