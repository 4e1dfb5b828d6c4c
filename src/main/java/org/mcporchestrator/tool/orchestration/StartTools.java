package org.mcporchestrator.tool.orchestration;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.annotation.Priority;
import jakarta.inject.Singleton;

import org.mcporchestrator.engine.Request;
import org.mcporchestrator.engine.WorkflowView;
import org.mcporchestrator.engine.Workflows;
import org.mcporchestrator.engine.Workflows.Started;
import org.mcporchestrator.journal.admission.IdempotencyKey;
import org.mcporchestrator.tool.Caller;
import org.mcporchestrator.tool.Idempotency;
import org.mcporchestrator.tool.Profile;
import org.mcporchestrator.tool.Profile.Effect;
import org.mcporchestrator.tool.Tool;
import org.mcporchestrator.tool.Toolbox;
import org.mcporchestrator.tool.argument.Arguments;
import org.mcporchestrator.webhook.Webhook;
import org.mcporchestrator.webhook.Webhooks;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.BeltalowdaConfig;
import org.mcporchestrator.workflow.config.OrchestratorConfig;
import org.mcporchestrator.workflow.config.SwarmConfig;
import org.mcporchestrator.workflow.fault.FaultException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.mutiny.Uni;

/** The tools that start workflows. */
@Singleton
@Priority(300)
class StartTools implements Toolbox {

    private static final List<String> NO_WARNINGS = List.of();

    private final Workflows workflows;
    private final Webhooks webhooks;
    private final StartForms forms;
    private final Answers answers;
    private final Waiting waiting;
    private final ObjectMapper mapper;

    StartTools(Workflows workflows, Webhooks webhooks, StartForms forms, Answers answers, Waiting waiting,
            ObjectMapper mapper) {
        this.workflows = workflows;
        this.webhooks = webhooks;
        this.forms = forms;
        this.answers = answers;
        this.waiting = waiting;
        this.mapper = mapper;
    }

    @Override
    public List<Tool> tools() {
        return List.of(
                new Tool(research(), forms.research(), AnswerShapes.STARTED,
                        (arguments, caller) -> start(arguments, caller, "task", BeltalowdaConfig.defaults())),
                new Tool(search(), forms.search(), AnswerShapes.STARTED,
                        (arguments, caller) -> start(arguments, caller, "query", SwarmConfig.defaults())));
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

    private Uni<ObjectNode> start(Arguments arguments, Caller caller, String subject, OrchestratorConfig defaults) {
        var webhook = arguments.text("webhook_url").map(StartTools::webhook);
        return webhook.map(wanted -> webhooks.check(wanted.url(), "webhook_url"))
                .orElseGet(() -> Uni.createFrom().voidItem())
                .chain(() -> workflows.submit(request(arguments, subject, defaults)))
                .call(started -> webhook.map(wanted -> webhooks.begin(started.submission().id(), wanted))
                        .orElseGet(() -> Uni.createFrom().item(true)))
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

    private Request request(Arguments arguments, String subject, OrchestratorConfig defaults) {
        return new Request(arguments.text(subject).orElseThrow(), arguments.text("title"), config(arguments, defaults),
                arguments.text("provider_name"), arguments.texts("subtasks"), context(arguments),
                arguments.text("webhook_url"), key(arguments, defaults));
    }

    /** Of what the caller gave, not of what it means here: a restart with other defaults makes it no other request. */
    private Optional<IdempotencyKey> key(Arguments arguments, OrchestratorConfig defaults) {
        return arguments.text(Idempotency.FIELD).map(key -> {
            var request = arguments.values().deepCopy().without(Idempotency.FIELD);
            return IdempotencyKey.of(key, defaults.pattern().wire() + " " + canonical(request));
        });
    }

    private String canonical(JsonNode request) {
        try {
            return mapper.writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED).writeValueAsString(request);
        } catch (JsonProcessingException defect) {
            throw new IllegalStateException("checked arguments cannot be written", defect);
        }
    }

    /** The defaults, overlaid by every argument that has the name of one of their fields. */
    private OrchestratorConfig config(Arguments arguments, OrchestratorConfig defaults) {
        ObjectNode config = mapper.valueToTree(defaults);
        arguments.values().properties().stream().filter(given -> config.has(given.getKey()))
                .forEach(given -> config.set(given.getKey(), given.getValue()));
        arguments.value("model").ifPresent(model -> config.set("primary_model", model));
        if (!arguments.texts("subtasks").isEmpty()) {
            config.put("num_agents", arguments.texts("subtasks").size());
        }
        if (!arguments.flag("enable_synthesis").orElse(true)) {
            List.of("enable_drummer", "enable_camina", "combine_results").stream().filter(config::has)
                    .forEach(tier -> config.put(tier, false));
        }
        return typed(config, defaults.getClass());
    }

    private OrchestratorConfig typed(ObjectNode config, Class<? extends OrchestratorConfig> type) {
        try {
            return mapper.treeToValue(config, type);
        } catch (JsonProcessingException defect) {
            throw new IllegalStateException("checked arguments are no " + type.getSimpleName(), defect);
        }
    }

    /** Without fields that are null: they tell agents nothing. */
    private Map<String, Object> context(Arguments arguments) {
        return arguments.value("context").stream()
                .flatMap(JsonNode::propertyStream)
                .filter(field -> !field.getValue().isNull())
                .collect(Collectors.toMap(Map.Entry::getKey, field -> mapper.convertValue(field.getValue(), Object.class)));
    }
}
