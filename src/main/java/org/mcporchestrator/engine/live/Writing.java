package org.mcporchestrator.engine.live;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.mcporchestrator.agent.Listener;
import org.mcporchestrator.agent.cost.TokenCount;
import org.mcporchestrator.journal.live.Sight;
import org.mcporchestrator.journal.live.Window;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.event.Envelope;
import org.mcporchestrator.workflow.event.WorkflowEvent;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.Usage;

/**
 * One answer while a model writes it: tells how long it is, at most twice a second, and its text in pieces. Costs a clock's
 * look at each piece while nobody watches.
 */
final class Writing implements Listener {

    private static final Duration TELL_EVERY = Duration.ofMillis(500);
    /** Vendors send some hundred pieces a second; people read them in fewer. */
    private static final Duration HAND_ON_EVERY = Duration.ofMillis(100);

    private final Window window;
    private final Clock clock;
    private final WorkflowId id;
    private final StepId step;
    private final String agentId;
    private final TokenCount tokens = new TokenCount();
    private final StringBuilder waiting = new StringBuilder();
    private long characters;
    private Instant told = Instant.EPOCH;
    private Instant handedOn = Instant.EPOCH;

    Writing(Window window, Clock clock, WorkflowId id, StepId step, String agentId) {
        this.window = window;
        this.clock = clock;
        this.id = id;
        this.step = step;
        this.agentId = agentId;
    }

    @Override
    public synchronized void begun() {
        characters = 0;
        tokens.begun();
        waiting.setLength(0);
    }

    @Override
    public synchronized void heard(String text) {
        characters += text.length();
        tokens.heard(text);
        if (!window.wanted(id)) {
            waiting.setLength(0);
            return;
        }
        waiting.append(text);
        var now = clock.instant();
        if (!now.isBefore(handedOn.plus(HAND_ON_EVERY))) {
            handOn(now);
        }
        if (!now.isBefore(told.plus(TELL_EVERY))) {
            tell(now);
        }
    }

    @Override
    public synchronized void counted(Usage usage, Optional<BigDecimal> cost) {
        tokens.counted(usage, cost);
    }

    /** The answer is complete, or will never be: whoever reads along gets the rest. */
    synchronized void ended() {
        if (!waiting.isEmpty()) {
            handOn(clock.instant());
        }
    }

    private void handOn(Instant now) {
        handedOn = now;
        var text = waiting.toString();
        waiting.setLength(0);
        window.show(id, new Sight.Delta(id, time(now), step, agentId, characters - text.length(), text));
    }

    private void tell(Instant now) {
        told = now;
        window.show(id, new Sight.Progress(new Envelope(id, time(now),
                new WorkflowEvent.AgentProgress(step, agentId, characters, Optional.of(tokens.completion()),
                        Optional.of(tokens.estimated())))));
    }

    private static Instant time(Instant now) {
        return now.truncatedTo(ChronoUnit.MICROS);
    }
}
