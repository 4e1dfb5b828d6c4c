package org.mcporchestrator.engine.drive;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.mcporchestrator.document.Format;
import org.mcporchestrator.pattern.Move;
import org.mcporchestrator.workflow.Stage;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.event.WorkflowEvent;
import org.mcporchestrator.workflow.step.Assignment;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.SubTask;

/**
 * Tells in events what one turn of a workflow brings. Pure: the order of events is decided here and nowhere else.
 *
 * @param report of the workflow after the turn's outcomes
 * @param left stage before the turn
 * @param reserved for a step that begins, in USD; empty if the workflow has no budget
 */
record Narration(Report report, Stage left, Function<StepId, Optional<BigDecimal>> reserved) {

    /** Of a workflow without a budget. */
    Narration(Report report, Stage left) {
        this(report, left, _ -> Optional.empty());
    }

    /** A step and what it yielded. */
    record Performed(Step step, Outcome outcome) {

        boolean byAgent() {
            return step.assignment() instanceof Assignment.Work;
        }
    }

    WorkflowEvent started() {
        var submission = report.workflow().submission();
        return new WorkflowEvent.WorkflowStart(submission.task(), submission.title(), submission.config().common().numAgents());
    }

    WorkflowEvent resumed(String reason) {
        return new WorkflowEvent.WorkflowResumed(reason, report.workflow().outcomes().size());
    }

    /** Steps were performed, and others begin. */
    List<WorkflowEvent> goingOn(List<Performed> performed, Move.Perform move, List<Step> begun, Tally tally) {
        var events = agents(performed, tally);
        if (move.stage() != left) {
            leave(events);
            enter(events, move);
        }
        begun.forEach(step -> begin(events, step));
        return events;
    }

    List<WorkflowEvent> completed(List<Performed> performed, String synthesis, Tally tally) {
        var events = agents(performed, tally);
        leave(events);
        if (left == Stage.AGENTS) {
            events.add(new WorkflowEvent.SynthesisStart(Optional.empty(), Optional.empty()));
        }
        events.add(new WorkflowEvent.SynthesisComplete(Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.of(synthesis.length())));
        documents(events);
        events.add(new WorkflowEvent.WorkflowComplete(Status.COMPLETED.wire(), report.took(), report.workflow().cost(),
                report.workflow().usage().total(), report.unpriced(), report.formats().size(),
                report.workflow().stoppedBy()));
        return events;
    }

    private void documents(List<WorkflowEvent> events) {
        var formats = report.formats().stream().map(Format::wire).toList();
        if (!formats.isEmpty()) {
            events.add(new WorkflowEvent.DocumentGenerationStart(formats));
            events.add(new WorkflowEvent.DocumentGenerationComplete(formats.size()));
        }
    }

    List<WorkflowEvent> failed(List<Performed> performed, Move.Fail move, Tally tally) {
        var events = agents(performed, tally);
        events.add(new WorkflowEvent.WorkflowError(move.fault().detail(), move.fault().code(), report.took(),
                report.workflow().cost()));
        return events;
    }

    WorkflowEvent cancelled(Tally tally) {
        return new WorkflowEvent.WorkflowCancelled(tally.answered(), report.took(), report.workflow().cost());
    }

    private List<WorkflowEvent> agents(List<Performed> performed, Tally after) {
        var events = new ArrayList<WorkflowEvent>();
        var done = after.answered() + after.failed() - (int) performed.stream().filter(Performed::byAgent).count();
        for (var item : performed) {
            if (item.step().assignment() instanceof Assignment.Work work) {
                events.add(agent(work.subtask(), item.outcome(), share(++done, after.agents())));
            }
        }
        return events;
    }

    private static WorkflowEvent agent(SubTask subtask, Outcome outcome, double progress) {
        return switch (outcome) {
            case Outcome.Answered a -> new WorkflowEvent.AgentComplete(subtask.id(), subtask.agentId(), a.took(), a.totalCost(),
                    a.totalUsage().total(), a.provider(), a.model(), progress);
            case Outcome.Faulted f ->
                new WorkflowEvent.AgentError(subtask.id(), subtask.agentId(), f.fault().detail(), f.fault().code(),
                        f.attempts(), f.totalCost(), progress);
        };
    }

    private static double share(int done, int of) {
        return of == 0 ? 0 : Math.round(1_000.0 * done / of) / 1_000.0;
    }

    private void leave(List<WorkflowEvent> events) {
        switch (left) {
            case DECOMPOSITION -> events.add(decomposed());
            case DRUMMER -> events.add(drummersDone());
            case CAMINA ->
                events.add(new WorkflowEvent.SynthesisComplete(Optional.of("camina"), Optional.empty(), Optional.empty(),
                        Optional.of(report.findings().syntheses().getLast().content().length())));
            case WAITING, AGENTS, SYNTHESIS, DONE -> {
            }
        }
    }

    private void enter(List<WorkflowEvent> events, Move.Perform move) {
        switch (move.stage()) {
            case DECOMPOSITION -> events.add(new WorkflowEvent.DecompositionStart());
            case AGENTS -> {
                if (left == Stage.WAITING) {
                    events.add(decomposed());
                }
            }
            case DRUMMER -> {
                events.add(new WorkflowEvent.SynthesisStart(Optional.empty(), Optional.empty()));
                events.add(tier("drummer", move));
            }
            case CAMINA -> events.add(tier("camina", move));
            case SYNTHESIS -> events.add(new WorkflowEvent.SynthesisStart(Optional.empty(), Optional.of(inputs(move))));
            case WAITING, DONE -> {
            }
        }
    }

    private void begin(List<WorkflowEvent> events, Step step) {
        if (step.assignment() instanceof Assignment.Work work) {
            events.add(new WorkflowEvent.AgentStart(step.id(), work.subtask().agentId(), work.subtask().agentType().wire(),
                    work.subtask().description(), reserved.apply(step.id())));
        }
    }

    private WorkflowEvent decomposed() {
        var findings = report.findings();
        return new WorkflowEvent.DecompositionComplete(findings.subtasks().size(), findings.subtasks(), findings.source());
    }

    private WorkflowEvent drummersDone() {
        var drummers = report.findings().syntheses().stream().filter(synthesis -> synthesis.level().equals("drummer")).toList();
        var failed = (int) drummers.stream().filter(drummer -> drummer.error().isPresent()).count();
        return new WorkflowEvent.SynthesisComplete(Optional.of("drummer"), Optional.of(drummers.size() - failed),
                Optional.of(failed),
                Optional.empty());
    }

    private static WorkflowEvent tier(String level, Move.Perform move) {
        return new WorkflowEvent.SynthesisStart(Optional.of(level), Optional.of(inputs(move)));
    }

    private static int inputs(Move.Perform move) {
        return move.steps().stream()
                .mapToInt(step -> step.assignment() instanceof Assignment.Synthesise synthesis ? synthesis.sources().size() : 0)
                .sum();
    }
}
