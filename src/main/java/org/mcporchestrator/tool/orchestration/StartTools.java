package org.mcporchestrator.tool.orchestration;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
import org.mcporchestrator.tool.webhook.Starts;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.webhook.Webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.mutiny.Uni;

/** The tools that start workflows. */
@Singleton
@Priority(300)
class StartTools implements Toolbox {

    private static final List<String> NO_WARNINGS = List.of();

    private final Workflows workflows;
    private final Starts starts;
    private final Requests requests;
    private final Answers answers;
    private final Waiting waiting;

    StartTools(Workflows workflows, Starts starts, Requests requests, Answers answers, Waiting waiting) {
        this.workflows = workflows;
        this.starts = starts;
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
        var webhook = arguments.text("webhook_url").map(StartTools::webhook);
        return starts.start(requests.of(arguments, pattern, Map.of(), webhook), "webhook_url")
                .chain(started -> Waiting.patience(arguments)
                        .map(patience -> awaited(started, patience, arguments, caller))
                        .orElseGet(() -> Uni.createFrom().item(answers.started(started, NO_WARNINGS))));
    }

    /** Without a secret of its own, and as receivers of the first routes expect it. */
    private static Webhook webhook(String url) {
        return new Webhook(URI.create(url), List.of(), Optional.empty(), Webhook.Form.NESTED);
    }

    /** Who only came again to a workflow that another call began does not take it away from that one. */
    private Uni<ObjectNode> awaited(Started started, Duration patience, Arguments arguments, Caller caller) {
        var id = started.submission().id();
        var bound = arguments.flag("cancel_on_disconnect").orElse(false) && !started.repeated();
        return waiting.until(id, patience, caller)
                .chain(left -> left && bound ? cancelled(id) : workflows.find(id))
                .map(view -> answers.awaited(started, view, NO_WARNINGS));
    }

    private Uni<WorkflowView> cancelled(WorkflowId id) {
        return workflows.cancel(id).onFailure(FaultException.class).recoverWithUni(() -> workflows.find(id));
    }
}
