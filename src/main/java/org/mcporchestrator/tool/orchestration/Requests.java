package org.mcporchestrator.tool.orchestration;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import org.mcporchestrator.engine.Request;
import org.mcporchestrator.engine.terms.Changes;
import org.mcporchestrator.journal.admission.IdempotencyKey;
import org.mcporchestrator.tool.Idempotency;
import org.mcporchestrator.tool.argument.Arguments;
import org.mcporchestrator.tool.argument.Form;
import org.mcporchestrator.workflow.config.BeltalowdaConfig;
import org.mcporchestrator.workflow.config.OrchestratorConfig;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.config.SwarmConfig;
import org.mcporchestrator.workflow.webhook.Secret;
import org.mcporchestrator.workflow.webhook.Webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What callers may ask for, and the requests that come of it: the same whichever way they call. */
@Singleton
public class Requests {

    private final StartForms forms;
    private final ObjectMapper mapper;
    /** The defaults as callers see them. */
    private final Map<PatternName, ObjectNode> trees;

    Requests(StartForms forms, ObjectMapper mapper) {
        this.forms = forms;
        this.mapper = mapper;
        this.trees = Arrays.stream(PatternName.values())
                .collect(Collectors.toUnmodifiableMap(pattern -> pattern, pattern -> mapper.valueToTree(defaults(pattern))));
    }

    /** What a start accepts. */
    public Form form(PatternName pattern) {
        return switch (pattern) {
            case BELTALOWDA -> forms.research();
            case SWARM -> forms.search();
        };
    }

    /** What may be different when a workflow goes on. */
    public Form changes() {
        return forms.changes();
    }

    /** The name of the parameter that holds what is to be done. */
    public static String subject(PatternName pattern) {
        return switch (pattern) {
            case BELTALOWDA -> "task";
            case SWARM -> "query";
        };
    }

    /** @param webhook of the workflow, if it is to have one */
    public Request of(Arguments arguments, PatternName pattern, Map<String, String> labels, Optional<Webhook> webhook) {
        return new Request(arguments.text(subject(pattern)).orElseThrow(), arguments.text("title"),
                config(arguments, defaults(pattern)), arguments.text("provider_name"), arguments.texts("subtasks"),
                context(arguments), webhook, key(arguments, pattern, labels, webhook), labels);
    }

    public Changes changes(Arguments arguments) {
        return new Changes(arguments.text("provider_name"), arguments.text("model"), arguments.text("worker_model"),
                arguments.text("synthesis_model"), arguments.value("fallback").map(_ -> arguments.texts("fallback")),
                arguments.value("max_total_cost").map(JsonNode::decimalValue),
                arguments.whole("max_total_tokens").map(Integer::longValue));
    }

    private static OrchestratorConfig defaults(PatternName pattern) {
        return switch (pattern) {
            case BELTALOWDA -> BeltalowdaConfig.defaults();
            case SWARM -> SwarmConfig.defaults();
        };
    }

    /** Of what the caller gave, not of what it means here: a restart with other defaults makes it no other request. */
    private Optional<IdempotencyKey> key(Arguments arguments, PatternName pattern, Map<String, String> labels,
            Optional<Webhook> webhook) {
        return arguments.text(Idempotency.FIELD).map(key -> {
            var request = arguments.values().deepCopy();
            request.remove(Idempotency.FIELD);
            if (!labels.isEmpty()) {
                request.set("labels", mapper.valueToTree(labels));
            }
            webhook.filter(wanted -> wanted.form() == Webhook.Form.FLAT)
                    .ifPresent(wanted -> request.set("webhook", choices(wanted)));
            return IdempotencyKey.of(key, pattern.wire() + " " + canonical(request));
        });
    }

    /** What a webhook has beside its URL. Of the secret only the digest of it all is ever kept. */
    private ObjectNode choices(Webhook webhook) {
        var choices = mapper.createObjectNode().put("secret", webhook.secret().map(Secret::value).orElse(""));
        webhook.events().forEach(choices.putArray("events")::add);
        return choices;
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
        var config = Objects.requireNonNull(trees.get(defaults.pattern())).deepCopy();
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
