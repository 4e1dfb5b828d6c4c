package org.mcporchestrator.tool.orchestration;

import static org.mcporchestrator.tool.argument.Parameter.optional;
import static org.mcporchestrator.tool.argument.Parameter.required;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.Providers;
import org.mcporchestrator.document.Format;
import org.mcporchestrator.tool.Idempotency;
import org.mcporchestrator.tool.argument.Arguments;
import org.mcporchestrator.tool.argument.Findings;
import org.mcporchestrator.tool.argument.Form;
import org.mcporchestrator.tool.argument.Kind;
import org.mcporchestrator.tool.argument.Parameter;
import org.mcporchestrator.workflow.config.BeltalowdaConfig;
import org.mcporchestrator.workflow.config.OrchestratorConfig;
import org.mcporchestrator.workflow.config.Priority;
import org.mcporchestrator.workflow.config.SwarmConfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;

/**
 * What the tools that start workflows accept. A parameter with the name of a field of the configuration sets that field; the
 * defaults that schemas tell are those of the configuration.
 */
@Singleton
class StartForms {

    private static final Kind TASK = new Kind.Text(50_000);
    private static final Kind TITLE = new Kind.Text(200);
    private static final Kind MODEL = new Kind.Text(200);
    private static final Kind FLAG = new Kind.Flag();
    private static final Kind SECONDS = new Kind.Decimal(BigDecimal.ONE, BigDecimal.valueOf(86_400));
    private static final Kind USD = new Kind.Decimal(new BigDecimal("0.000001"), BigDecimal.valueOf(1_000_000));
    private static final Kind TOKENS = new Kind.Whole(1, 1_000_000_000);
    private static final Kind PROVIDER = new Kind.Word(Pattern.compile("[a-z][a-z0-9_-]{0,63}"), "a name in lower case");
    private static final Kind FORMATS = new Kind.Items(
            new Kind.Choice(Arrays.stream(Format.values()).map(Format::wire).toList()),
            0, 20, true);
    private static final Kind PRIORITY = new Kind.Whole(Priority.LOWEST, Priority.HIGHEST);
    private static final Set<String> CHANGEABLE = Set.of("provider_name", "model", "worker_model", "synthesis_model",
            "fallback",
            "max_total_cost", "max_total_tokens");
    private static final int MAX_CONTEXT = 64 * 1024;
    private static final int MAX_CONCURRENT = 100;
    private static final int MAX_RETRIES = 10;

    private final ToolConfig settings;
    private final Providers providers;
    private final ObjectMapper mapper;

    StartForms(ToolConfig settings, Providers providers, ObjectMapper mapper) {
        this.settings = settings;
        this.providers = providers;
        this.mapper = mapper;
    }

    Form research() {
        var task = required("task", TASK, "The question or task to research, in full sentences.").or("query");
        return form(BeltalowdaConfig.defaults(), task, Stream.of(
                optional("enable_drummer", FLAG, "Whether groups of answers are merged first (middle tier)."),
                optional("enable_camina", FLAG, "Whether everything is merged into one report (top tier)."),
                optional("drummer_grouping_size", new Kind.Whole(2, 100), "Answers that one middle-tier agent merges.")
                        .or("synthesis_group_size"),
                optional("belter_timeout", SECONDS, "Seconds for one attempt of a worker."),
                optional("drummer_timeout", SECONDS, "Seconds for one attempt of the middle tier."),
                optional("camina_timeout", SECONDS, "Seconds for one attempt of the top tier.")));
    }

    Form search() {
        var query = required("query", TASK, "What to search for, in full sentences.").or("task");
        return form(SwarmConfig.defaults(), query, Stream.of(
                optional("allowed_agent_types", new Kind.Items(new Kind.Choice(PatternCard.SWARM_TYPES), 1, 50, true),
                        "Kinds of search agents that may be used.").or("agent_types"),
                optional("search_depth", new Kind.Choice(List.of("quick", "standard", "deep")), "How thorough each agent is."),
                optional("combine_results", FLAG, "Whether the findings are merged into one text."),
                optional("deduplicate_results", FLAG, "Whether the merged text drops what is said twice.")));
    }

    /** What may be different when a workflow goes on. */
    Form changes() {
        return new Form(Stream.concat(request(), common()).filter(parameter -> CHANGEABLE.contains(parameter.name())).toList(),
                List.of(this::providersAreKnown));
    }

    private Form form(OrchestratorConfig defaults, Parameter subject, Stream<Parameter> own) {
        JsonNode config = mapper.valueToTree(defaults);
        var all = new ArrayList<>(List.of(subject));
        Stream.of(request(), own, common()).flatMap(part -> part)
                .map(parameter -> withDefault(parameter, config))
                .forEach(all::add);
        return new Form(all, List.of(this::agentsFitSubtasks, StartForms::documentsHaveFormats, this::providersAreKnown));
    }

    private static Parameter withDefault(Parameter parameter, JsonNode config) {
        return Optional.ofNullable(config.get(parameter.name())).filter(value -> !value.isNull())
                .map(parameter::fallingBackTo)
                .orElse(parameter);
    }

    private Stream<Parameter> request() {
        return Stream.of(
                optional("title", TITLE, "Title of the report; made from the task if absent."),
                optional("num_agents", new Kind.Whole(1, settings.maxAgents()), "How many agents work side by side."),
                optional("provider_name", PROVIDER, "Which model vendor performs the work; absent: the server's default."),
                optional("model", MODEL, "The model of every step without a more specific one; absent: the provider's default.")
                        .or("primary_model"),
                optional("webhook_url", new Kind.Link(2048),
                        "Gets each event of the workflow as a POST request, signed if the server has a secret."),
                Waiting.SECONDS,
                optional("cancel_on_disconnect", FLAG,
                        "Whether the workflow is stopped if you cancel this call, or go away, while you wait for it.")
                        .fallingBackTo(BooleanNode.FALSE),
                optional("subtasks", new Kind.Items(TASK, 1, settings.maxAgents(), false),
                        "The subtasks, one for each agent; absent: a model splits the task."),
                optional("context", new Kind.Json(MAX_CONTEXT), "Facts for the agents, any JSON object."),
                Idempotency.PARAMETER);
    }

    private Stream<Parameter> common() {
        return Stream.of(
                optional("fallback", new Kind.Items(PROVIDER, 0, 10, true),
                        "Vendors that take over, in this order, where the first cannot answer; absent: the server's choice."),
                optional("worker_model", MODEL, "The model of the agents.").or("agent_model"),
                optional("synthesis_model", MODEL, "The model of every synthesis."),
                optional("enable_synthesis", FLAG, "false: nothing is merged, the agents' answers are the result."),
                optional("parallel_execution", FLAG, "Whether agents work side by side."),
                optional("max_concurrent_agents", new Kind.Whole(1, MAX_CONCURRENT),
                        "Calls of this workflow at the same time."),
                optional("timeout_seconds", SECONDS, "Seconds for one attempt of any step."),
                optional("workflow_timeout", SECONDS, "Seconds for the whole workflow."),
                optional("retry_failed_tasks", FLAG, "Whether a failed step is tried again."),
                optional("max_retries", new Kind.Whole(0, MAX_RETRIES), "Further attempts of a failed step."),
                optional("max_total_cost", USD,
                        "Limit of the workflow's cost in USD; beyond it no call is made. Absent: none."),
                optional("max_total_tokens", TOKENS,
                        "Limit of the tokens that the workflow sends and gets; beyond it no call is made. Absent: none."),
                optional("priority", PRIORITY, "Which of the workflows that wait is begun first: 9 before 0; then the oldest."),
                optional("generate_documents", FLAG, "Whether the result lists the report as documents, with their addresses."),
                optional("document_formats", FORMATS, "Formats of the report that the result lists."));
    }

    private void agentsFitSubtasks(Arguments arguments, Findings findings) {
        var subtasks = arguments.texts("subtasks").size();
        if (subtasks > 0 && arguments.whole("num_agents").filter(agents -> agents != subtasks).isPresent()) {
            findings.add("num_agents", "must be absent or the number of subtasks, which is " + subtasks);
        }
    }

    private static void documentsHaveFormats(Arguments arguments, Findings findings) {
        var none = arguments.value("document_formats").filter(JsonNode::isEmpty).isPresent();
        if (none && arguments.flag("generate_documents").orElse(true)) {
            findings.add("document_formats", "must not be empty unless generate_documents is false");
        }
    }

    private void providersAreKnown(Arguments arguments, Findings findings) {
        var known = providers.all().stream().map(Provider::name).toList();
        arguments.text("provider_name").filter(name -> !known.contains(name))
                .ifPresent(_ -> findings.add("provider_name", "must be one of: " + String.join(", ", known)));
        if (!known.containsAll(arguments.texts("fallback"))) {
            findings.add("fallback", "must be of: " + String.join(", ", known));
        }
    }
}
