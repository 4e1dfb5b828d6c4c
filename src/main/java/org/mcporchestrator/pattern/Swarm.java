package org.mcporchestrator.pattern;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.mcporchestrator.workflow.Stage;
import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.config.SwarmConfig;
import org.mcporchestrator.workflow.step.AgentType;
import org.mcporchestrator.workflow.step.Assignment;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.SubTask;

/**
 * Search: the query is split by kinds of sources, one specialised agent answers each part, one synthesis merges the answers.
 * The allowed kinds are named to the model that splits the query; what it leaves open is decided by whole words, then in turn.
 */
final class Swarm implements org.mcporchestrator.pattern.Pattern {

    private static final StepId SYNTHESIS = new StepId("synthesis");
    private static final Pattern MARKED = Pattern.compile("\\[(?<type>[a-zA-Z]+)]\\s*[:–-]?\\s*(?<text>.+)", Pattern.DOTALL);

    @Override
    public Move next(Workflow workflow) {
        return crew(workflow)
                .map(crew -> crew.open().isEmpty() ? synthesise(crew) : new Move.Perform(Stage.AGENTS, agents(crew)))
                .orElseGet(() -> new Move.Perform(Stage.DECOMPOSITION, List.of(decomposition(workflow))));
    }

    @Override
    public Findings findings(Workflow workflow) {
        return crew(workflow)
                .map(crew -> new Findings(crew.subtasks(), crew.source(), crew.results(),
                        synthesis(crew).flatMap(synthesis -> synthesis.result(workflow)).stream().toList()))
                .orElseGet(() -> new Findings(List.of(), "model", List.of(), List.of()));
    }

    @Override
    public Set<StepId> outdated(Workflow workflow) {
        return crew(workflow).map(crew -> crew.outdated(List.of(), synthesis(crew), 0)).orElseGet(Set::of);
    }

    private static Move synthesise(Crew crew) {
        if (crew.answers().isEmpty()) {
            return new Move.Fail(crew.nobodyAnswered());
        }
        return synthesis(crew)
                .filter(synthesis -> crew.workflow().outcome(synthesis.id()).isEmpty())
                .<Move> map(synthesis -> new Move.Perform(Stage.SYNTHESIS, List.of(step(crew, synthesis))))
                .orElseGet(() -> new Move.Finish(
                        crew.workflow().answer(SYNTHESIS).map(answer -> answer.content())
                                .orElseGet(() -> Crew.joined("Combined results", findings(crew)))));
    }

    /** The synthesis, if it is wanted and there is something to merge. */
    private static Optional<Synthesis> synthesis(Crew crew) {
        var config = config(crew.workflow());
        var answers = findings(crew);
        return config.combineResults() && config.common().enableSynthesis() && crew.open().isEmpty() && answers.size() > 1
                ? Optional.of(new Synthesis(SYNTHESIS, "executive", answers.stream().map(Crew.Answer::asSource).toList()))
                : Optional.empty();
    }

    /** The answers; where repetition is to be dropped, of equal ones the first. */
    private static List<Crew.Answer> findings(Crew crew) {
        var said = new HashSet<String>();
        return !config(crew.workflow()).deduplicateResults() ? crew.answers()
                : crew.answers().stream()
                        .filter(answer -> said.add(answer.outcome().content().strip().replaceAll("\\s+", " "))).toList();
    }

    private static Optional<Crew> crew(Workflow workflow) {
        var query = workflow.submission().task();
        var allowed = Specialty.allowed(config(workflow).allowedAgentTypes());
        return Crew.of(workflow, allowed.stream().map(specialty -> "[" + specialty.wire() + "] Find " + specialty.wire()
                + " sources on: " + query).toList(), index -> "Additional search " + (index + 1) + " for: " + query,
                (index, description) -> subtask(index, description, allowed));
    }

    private static SubTask subtask(int index, String description, List<Specialty> allowed) {
        var marked = MARKED.matcher(description);
        var text = marked.matches() ? marked.group("text").strip() : description;
        var named = marked.matches()
                ? allowed.stream().filter(specialty -> specialty.wire().equalsIgnoreCase(marked.group("type"))).findFirst()
                : Optional.<Specialty> empty();
        var specialty = named.or(() -> Specialty.of(text, allowed)).orElseGet(() -> inTurn(index, allowed));
        return SubTask.of(StepId.of("swarm", index), text, AgentType.SPECIALIZED, specialty.wire(), specialty.metadata());
    }

    private static Specialty inTurn(int index, List<Specialty> allowed) {
        return allowed.contains(Specialty.GENERAL) ? Specialty.GENERAL : allowed.get(index % allowed.size());
    }

    private static Step decomposition(Workflow workflow) {
        var submission = workflow.submission();
        var config = config(workflow);
        var types = Specialty.allowed(config.allowedAgentTypes()).stream().map(Specialty::wire).toList();
        return new Step(DECOMPOSITION,
                new Assignment.Decompose(PatternName.SWARM, submission.task(), config.common().numAgents(), types,
                        submission.context()),
                Calls.of(submission, config.common().primaryModel(), 0.6, 800 + Calls.listTokens(config.common().numAgents()),
                        config.common().timeout()));
    }

    private static List<Step> agents(Crew crew) {
        var submission = crew.workflow().submission();
        var config = config(crew.workflow());
        var options = Calls.of(submission, config.common().workerModel(), 0.7, tokens(config.searchDepth()),
                config.common().timeout());
        return crew.open().stream()
                .map(subtask -> new Step(subtask.id(), new Assignment.Work(PatternName.SWARM, submission.task(), subtask,
                        config.searchDepth(), submission.context()), options))
                .toList();
    }

    /** How long an answer may be: what the prompt asks for must have room, and what is brief need not be paid for. */
    private static int tokens(String depth) {
        return switch (depth) {
            case "quick" -> 750;
            case "deep" -> 3_000;
            default -> 1_500;
        };
    }

    private static Step step(Crew crew, Synthesis synthesis) {
        var submission = crew.workflow().submission();
        var common = submission.config().common();
        return new Step(synthesis.id(),
                new Assignment.Synthesise(PatternName.SWARM, submission.task(), AgentType.EXECUTIVE, synthesis.sources(),
                        config(crew.workflow()).deduplicateResults()),
                Calls.of(submission, common.synthesisModel(), 0.5, 2_000, common.timeout()));
    }

    private static SwarmConfig config(Workflow workflow) {
        return (SwarmConfig) workflow.submission().config();
    }
}
