package org.mcporchestrator.pattern;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.result.AgentResult;
import org.mcporchestrator.workflow.step.Assignment;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.SubTask;

/** The agents of a workflow: their subtasks, and what became of them. */
final class Crew {

    private final Workflow workflow;
    private final List<SubTask> subtasks;
    private final String source;
    private final List<SubTask> open = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();

    private Crew(Workflow workflow, List<SubTask> subtasks, String source) {
        this.workflow = workflow;
        this.subtasks = subtasks;
        this.source = source;
        subtasks.forEach(this::sort);
    }

    private void sort(SubTask subtask) {
        workflow.outcome(subtask.id()).ifPresentOrElse(outcome -> {
            if (outcome instanceof Outcome.Answered answer) {
                answers.add(new Answer(subtask, answer));
            }
        }, () -> open.add(subtask));
    }

    Workflow workflow() {
        return workflow;
    }

    List<SubTask> subtasks() {
        return subtasks;
    }

    String source() {
        return source;
    }

    /** What an agent answered to its subtask. */
    record Answer(SubTask subtask, Outcome.Answered outcome) {

        Assignment.Source asSource() {
            return new Assignment.Source(subtask.agentId(), subtask.description(), outcome.content());
        }
    }

    /**
     * Makes the crew from the caller's subtasks, else from the model's list, else, if the decomposition failed, from general
     * ones.
     *
     * @param fallback descriptions to use if there is no list
     * @param padding the {@code n}-th further description if the list is too short
     * @return empty while the decomposition has no outcome
     */
    static Optional<Crew> of(Workflow workflow, List<String> fallback, Padding padding,
            BiFunction<Integer, String, SubTask> subtask) {
        var given = workflow.submission().subtasks();
        if (!given.isEmpty()) {
            return Optional.of(new Crew(workflow, numbered(given, subtask), "caller"));
        }
        return workflow.outcome(Pattern.DECOMPOSITION).map(outcome -> switch (outcome) {
            case Outcome.Answered answer ->
                decomposed(workflow, SubTaskList.parse(answer.content()), "model", padding, subtask);
            case Outcome.Faulted _ -> decomposed(workflow, fallback, "fallback", padding, subtask);
        });
    }

    /** A description for the {@code index}-th place that the list left empty. */
    interface Padding {

        String at(int index);
    }

    private static Crew decomposed(Workflow workflow, List<String> items, String source, Padding padding,
            BiFunction<Integer, String, SubTask> subtask) {
        var wanted = workflow.submission().config().common().numAgents();
        var sized = new ArrayList<>(items.subList(0, Math.min(wanted, items.size())));
        while (sized.size() < wanted) {
            sized.add(padding.at(sized.size() - items.size()));
        }
        return new Crew(workflow, numbered(sized, subtask), source);
    }

    private static List<SubTask> numbered(List<String> descriptions, BiFunction<Integer, String, SubTask> subtask) {
        var made = new ArrayList<SubTask>(descriptions.size());
        for (var description : descriptions) {
            made.add(subtask.apply(made.size(), description));
        }
        return List.copyOf(made);
    }

    /** Those without an outcome. */
    List<SubTask> open() {
        return Collections.unmodifiableList(open);
    }

    List<Answer> answers() {
        return Collections.unmodifiableList(answers);
    }

    List<StepId> failed() {
        return subtasks.stream().map(SubTask::id)
                .filter(id -> workflow.outcome(id).isPresent() && workflow.answer(id).isEmpty())
                .toList();
    }

    /**
     * Steps to perform again if the workflow is to go on. A synthesis of agents' answers stays if it is full and nothing before
     * its end will change.
     *
     * @param syntheses of agents' answers
     * @param top that merges everything
     * @param size answers that one of the syntheses merges
     */
    Set<StepId> outdated(List<Synthesis> syntheses, Optional<Synthesis> top, int size) {
        var outdated = new LinkedHashSet<>(failed());
        if (answers().isEmpty() && workflow.answer(Pattern.DECOMPOSITION).isEmpty()) {
            outdated.add(Pattern.DECOMPOSITION);
        }
        var unchanged = subtasks.stream().takeWhile(subtask -> workflow.answer(subtask.id()).isPresent())
                .map(SubTask::agentId).toList();
        var complete = failed().isEmpty();
        syntheses.stream().filter(synthesis -> workflow.answer(synthesis.id()).isEmpty()
                || !complete && !(synthesis.sources().size() == size && unchanged.containsAll(synthesis.sourceIds())))
                .forEach(synthesis -> outdated.add(synthesis.id()));
        top.map(Synthesis::id).filter(id -> !outdated.isEmpty() || workflow.answer(id).isEmpty()).ifPresent(outdated::add);
        outdated.retainAll(workflow.outcomes().keySet());
        return outdated;
    }

    /** The fault of a workflow in which no agent has an answer; names the first cause. */
    Fault nobodyAnswered() {
        var cause = subtasks.stream().flatMap(subtask -> workflow.outcome(subtask.id()).stream())
                .filter(Outcome.Faulted.class::isInstance).map(outcome -> ((Outcome.Faulted) outcome).fault()).findFirst();
        if (cause.filter(fault -> fault.code() == Fault.Code.BUDGET_EXHAUSTED).isPresent()) {
            return new Fault(Fault.Code.BUDGET_EXHAUSTED, "the budget has no room for an agent");
        }
        return new Fault(Fault.Code.ALL_AGENTS_FAILED, "none of the %d agents has an answer%s".formatted(subtasks.size(),
                cause.map(fault -> "; the first failed with " + fault.code().wire() + ": " + fault.detail()).orElse("")));
    }

    List<AgentResult> results() {
        return subtasks.stream()
                .flatMap(subtask -> workflow.outcome(subtask.id()).map(outcome -> result(subtask, outcome)).stream())
                .toList();
    }

    /** The answers under headings of their own, for readers, where nothing merged them. */
    String joined() {
        return joined("Combined results", answers());
    }

    static String joined(String heading, List<Answer> answers) {
        return "# " + heading + "\n\n" + String.join("\n\n---\n\n", answers.stream()
                .map(answer -> "## " + answer.subtask().description() + "\n\n" + answer.outcome().content()).toList());
    }

    private static AgentResult result(SubTask subtask, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered a -> new AgentResult(subtask.agentId(), subtask.agentType(), subtask.id(), a.content(),
                    Status.COMPLETED, a.took(), a.totalCost(), a.totalUsage().total(), metadata(subtask, outcome),
                    Optional.empty(),
                    a.citations());
            case Outcome.Faulted f ->
                new AgentResult(subtask.agentId(), subtask.agentType(), subtask.id(), "", Status.FAILED,
                        f.took(), cost(f), f.totalUsage().total(), metadata(subtask, outcome), Optional.of(f.fault().detail()),
                        List.of());
        };
    }

    private static Map<String, Object> metadata(SubTask subtask, Outcome outcome) {
        var metadata = new HashMap<String, Object>(subtask.metadata());
        metadata.put("description", subtask.description());
        subtask.specialization().ifPresent(specialization -> metadata.put("specialization", specialization));
        metadata.putAll(Findings.metadata(outcome));
        return metadata;
    }

    /** Nothing, unless some of its calls are billed. */
    static Optional<BigDecimal> cost(Outcome.Faulted faulted) {
        return faulted.charges().isEmpty() ? Optional.of(BigDecimal.ZERO) : faulted.totalCost();
    }
}
