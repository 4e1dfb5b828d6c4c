package org.mcporchestrator.tool.orchestration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.annotation.Priority;
import jakarta.inject.Singleton;

import org.mcporchestrator.engine.WorkflowView;
import org.mcporchestrator.engine.Workflows;
import org.mcporchestrator.engine.Workflows.Started;
import org.mcporchestrator.tool.Caller;
import org.mcporchestrator.tool.Profile;
import org.mcporchestrator.tool.Profile.Effect;
import org.mcporchestrator.tool.Tool;
import org.mcporchestrator.tool.Toolbox;
import org.mcporchestrator.tool.argument.Arguments;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.fault.FaultException;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.mutiny.Uni;

/** The tools that start workflows. */
@Singleton
@Priority(300)
class StartTools implements Toolbox {

    private final Workflows workflows;
    private final Requests requests;
    private final Answers answers;
    private final Waiting waiting;

    StartTools(Workflows workflows, Requests requests, Answers answers, Waiting waiting) {
        this.workflows = workflows;
        this.requests = requests;
        this.answers = answers;
        this.waiting = waiting;
    }

    @Override
    public List<Tool> tools() {
        return List.of(
                new Tool(research(), requests.form(PatternName.BELTALOWDA), AnswerShapes.STARTED,
                        (arguments, caller) -> start(arguments, caller, PatternName.BELTALOWDA)),
                new Tool(search(), requests.form(PatternName.SWARM), AnswerShapes.STARTED,
                        (arguments, caller) -> start(arguments, caller, PatternName.SWARM)));
    }

    private static Profile research() {
        return new Profile("orchestrate_research", "Research with several agents",
                """
                        Researches a question with several agents in parallel and merges their answers in tiers into one report. \
                        Use it for broad or deep questions; it takes minutes and calls paid models. \
                        With wait_seconds the answer is the report. Without, it comes at once and has a task_id, with which \
                        get_orchestration_status tells the progress and, at the end, the report.""",
                Tool.Category.ORCHESTRATION, List.of("research", "multi-agent", "synthesis"), Effect.BEGINS)
                .or("dream_orchestrate_research", "dream_research", "dreamwalker_orchestrate_cascade");
    }

    private static Profile search() {
        return new Profile("orchestrate_search", "Search with several agents",
                """
                        Searches with several agents in parallel, each specialised in one kind of source, and merges their findings. \
                        Use it to collect what many sources say; it calls paid models. \
                        With wait_seconds the answer has the findings. Without, it comes at once and has a task_id, with which \
                        get_orchestration_status tells the progress and, at the end, the findings.""",
                Tool.Category.ORCHESTRATION, List.of("search", "multi-agent", "parallel"), Effect.BEGINS)
                .or("dream_orchestrate_search", "dream_search", "dreamwalker_orchestrate_swarm");
    }

    private Uni<ObjectNode> start(Arguments arguments, Caller caller, PatternName pattern) {
        return workflows.submit(requests.of(arguments, pattern, Map.of()))
                .chain(started -> Waiting.patience(arguments)
                        .map(patience -> awaited(started, patience, arguments, caller))
                        .orElseGet(() -> Uni.createFrom().item(answers.started(started, warnings(arguments)))));
    }

    /** Who only came again to a workflow that another call began does not take it away from that one. */
    private Uni<ObjectNode> awaited(Started started, Duration patience, Arguments arguments, Caller caller) {
        var id = started.submission().id();
        var bound = arguments.flag("cancel_on_disconnect").orElse(false) && !started.repeated();
        return waiting.until(id, patience, caller)
                .chain(left -> left && bound ? cancelled(id) : workflows.find(id))
                .map(view -> answers.awaited(started, view, warnings(arguments)));
    }

    private Uni<WorkflowView> cancelled(WorkflowId id) {
        return workflows.cancel(id).onFailure(FaultException.class).recoverWithUni(() -> workflows.find(id));
    }

    private static List<String> warnings(Arguments arguments) {
        var warnings = new ArrayList<String>();
        if (arguments.text("webhook_url").isPresent()) {
            warnings.add("webhook_url is recorded, but this version delivers no webhooks: follow stream_url instead");
        }
        return List.copyOf(warnings);
    }
}
