package org.mcporchestrator.pattern;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.mcporchestrator.workflow.Stage;
import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.config.BeltalowdaConfig;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.step.AgentType;
import org.mcporchestrator.workflow.step.Assignment;
import org.mcporchestrator.workflow.step.Assignment.Source;
import org.mcporchestrator.workflow.step.CallOptions;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.SubTask;

/**
 * Hierarchical research: the task is split, workers (belters) answer the parts, drummers merge groups of answers, camina merges
 * the drummers' texts. A failed synthesis is never fed upward; what it should have merged is then in the report as it is.
 */
final class Beltalowda implements Pattern {

    /** Fewer answers than this are not worth a tier of their own. */
    private static final int FEWEST_ANSWERS_FOR_DRUMMERS = 5;
    private static final int FEWEST_TEXTS_FOR_CAMINA = 2;
    private static final StepId CAMINA = new StepId("camina");

    /**
     * The syntheses of a crew.
     *
     * @param texts that drummers have brought
     * @param camina if her tier is on and enough drummers have a text; empty as long as any drummer is without an outcome
     */
    private record Tiers(List<Synthesis> drummers, List<Source> texts, Optional<Synthesis> camina) {

        static Tiers of(Crew crew) {
            var config = config(crew.workflow());
            var drummers = drummers(crew);
            var texts = drummers.stream().flatMap(drummer -> text(crew, drummer).stream()).toList();
            var drummersDone = drummers.stream().allMatch(drummer -> crew.workflow().outcome(drummer.id()).isPresent());
            var camina = config.enableCamina() && config.common().enableExecutiveSynthesis() && drummersDone
                    && texts.size() >= FEWEST_TEXTS_FOR_CAMINA;
            return new Tiers(drummers, texts,
                    camina ? Optional.of(new Synthesis(CAMINA, "executive", texts)) : Optional.empty());
        }

        private static Optional<Source> text(Crew crew, Synthesis drummer) {
            return crew.workflow().answer(drummer.id())
                    .map(answer -> new Source(drummer.id().value(), "Synthesis " + drummer.id(), answer.content()));
        }

        /** The drummers of a crew whose agents are all done; none where the tier is off or not worth it. */
        private static List<Synthesis> drummers(Crew crew) {
            var config = config(crew.workflow());
            var answers = crew.answers();
            if (!crew.open().isEmpty() || answers.size() < FEWEST_ANSWERS_FOR_DRUMMERS || !config.enableDrummer()
                    || !config.common().enableSynthesis()) {
                return List.of();
            }
            var size = Math.max(1, config.drummerGroupingSize());
            var drummers = new ArrayList<Synthesis>();
            for (var from = 0; from < answers.size(); from += size) {
                var group = answers.subList(from, Math.min(answers.size(), from + size));
                drummers.add(new Synthesis(StepId.of("drummer", drummers.size()), "drummer",
                        group.stream().map(Crew.Answer::asSource).toList()));
            }
            return drummers;
        }

        Stream<Synthesis> all() {
            return Stream.concat(drummers.stream(), camina.stream());
        }
    }

    @Override
    public Move next(Workflow workflow) {
        return crew(workflow)
                .map(crew -> crew.open().isEmpty() ? synthesise(crew) : new Move.Perform(Stage.AGENTS, workers(crew)))
                .orElseGet(() -> new Move.Perform(Stage.DECOMPOSITION, List.of(decomposition(workflow))));
    }

    @Override
    public Findings findings(Workflow workflow) {
        return crew(workflow)
                .map(crew -> new Findings(crew.subtasks(), crew.source(), crew.results(),
                        Tiers.of(crew).all().flatMap(synthesis -> synthesis.result(workflow).stream()).toList()))
                .orElseGet(() -> new Findings(List.of(), "model", List.of(), List.of()));
    }

    @Override
    public Set<StepId> outdated(Workflow workflow) {
        return crew(workflow)
                .map(crew -> outdated(crew, Tiers.of(crew)))
                .orElseGet(Set::of);
    }

    private static Set<StepId> outdated(Crew crew, Tiers tiers) {
        return crew.outdated(tiers.drummers(), tiers.camina(), config(crew.workflow()).drummerGroupingSize());
    }

    private static Move synthesise(Crew crew) {
        if (crew.answers().isEmpty()) {
            return new Move.Fail(crew.nobodyAnswered());
        }
        var tiers = Tiers.of(crew);
        var open = tiers.drummers().stream().filter(drummer -> crew.workflow().outcome(drummer.id()).isEmpty()).toList();
        if (!open.isEmpty()) {
            return new Move.Perform(Stage.DRUMMER, open.stream().map(drummer -> drummer(crew, drummer)).toList());
        }
        return tiers.camina()
                .filter(camina -> crew.workflow().outcome(camina.id()).isEmpty())
                .<Move> map(camina -> new Move.Perform(Stage.CAMINA, List.of(camina(crew, camina))))
                .orElseGet(() -> new Move.Finish(report(crew, tiers)));
    }

    private static String report(Crew crew, Tiers tiers) {
        var merged = crew.workflow().answer(CAMINA).map(answer -> answer.content())
                .orElseGet(() -> joined(crew, tiers.texts()));
        var others = unmerged(crew, tiers);
        return others.isEmpty() ? merged : merged + "\n\n---\n\n" + Crew.joined("Findings that were not merged", others);
    }

    /** What drummers should have merged that failed, beside others that did not. */
    private static List<Crew.Answer> unmerged(Crew crew, Tiers tiers) {
        if (tiers.texts().isEmpty()) {
            return List.of();
        }
        var failed = tiers.drummers().stream().filter(drummer -> crew.workflow().answer(drummer.id()).isEmpty())
                .flatMap(drummer -> drummer.sources().stream()).map(Source::agentId).collect(Collectors.toSet());
        return crew.answers().stream().filter(answer -> failed.contains(answer.subtask().agentId())).toList();
    }

    private static String joined(Crew crew, List<Source> texts) {
        return switch (texts.size()) {
            case 0 -> crew.joined();
            case 1 -> texts.getFirst().content();
            default -> "# Combined synthesis\n\n" + String.join("\n\n---\n\n", texts.stream().map(Source::content).toList());
        };
    }

    private static Optional<Crew> crew(Workflow workflow) {
        var task = workflow.submission().task();
        return Crew.of(workflow,
                List.of("Gather the relevant information about: " + task, "Analyse the findings about: " + task,
                        "Formulate conclusions about: " + task),
                index -> padding(task, index), Beltalowda::subtask);
    }

    private static SubTask subtask(int index, String description) {
        return SubTask.of(StepId.of("belter", index), description, AgentType.WORKER, "research",
                Map.of("belter_role", "research"));
    }

    private static String padding(String task, int index) {
        var templates = List.of("Supplementary research on: %s", "Detailed analysis of: %s", "Related aspects of: %s",
                "Additional perspectives on: %s", "Supporting evidence for: %s");
        var text = templates.get(index % templates.size()).formatted(task);
        var round = index / templates.size() + 1;
        return round == 1 ? text : text + " (part " + round + ")";
    }

    private static Step decomposition(Workflow workflow) {
        var submission = workflow.submission();
        var common = config(workflow).common();
        return new Step(DECOMPOSITION,
                new Assignment.Decompose(PatternName.BELTALOWDA, submission.task(), common.numAgents(), List.of(),
                        submission.context()),
                Calls.of(submission, common.primaryModel(), 0.5, 1_000 + Calls.listTokens(common.numAgents()),
                        common.timeout()));
    }

    private static List<Step> workers(Crew crew) {
        var submission = crew.workflow().submission();
        var config = config(crew.workflow());
        var options = Calls.of(submission, config.common().workerModel(), 0.7, 2_000, config.belterTimeout());
        return crew.open().stream()
                .map(subtask -> new Step(subtask.id(),
                        new Assignment.Work(PatternName.BELTALOWDA, submission.task(), subtask, "standard",
                                submission.context()),
                        options))
                .toList();
    }

    private static Step drummer(Crew crew, Synthesis drummer) {
        return synthesis(crew, drummer, AgentType.SYNTHESIZER, 0.6, 3_000, config(crew.workflow()).drummerTimeout());
    }

    private static Step camina(Crew crew, Synthesis camina) {
        return synthesis(crew, camina, AgentType.EXECUTIVE, 0.5, 4_000, config(crew.workflow()).caminaTimeout());
    }

    private static Step synthesis(Crew crew, Synthesis synthesis, AgentType type, double temperature, int tokens,
            Duration timeout) {
        var submission = crew.workflow().submission();
        CallOptions options = Calls.of(submission, submission.config().common().synthesisModel(), temperature, tokens, timeout);
        return new Step(synthesis.id(),
                new Assignment.Synthesise(PatternName.BELTALOWDA, submission.task(), type, synthesis.sources(), false),
                options);
    }

    private static BeltalowdaConfig config(Workflow workflow) {
        return (BeltalowdaConfig) workflow.submission().config();
    }
}
