package org.mcporchestrator.api.http.v1.request;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import jakarta.inject.Singleton;

import org.mcporchestrator.engine.Request;
import org.mcporchestrator.engine.terms.Changes;
import org.mcporchestrator.tool.Idempotency;
import org.mcporchestrator.tool.argument.Arguments;
import org.mcporchestrator.tool.argument.Findings;
import org.mcporchestrator.tool.argument.Form;
import org.mcporchestrator.tool.argument.JsonBodies;
import org.mcporchestrator.tool.argument.Parameter;
import org.mcporchestrator.tool.orchestration.Requests;
import org.mcporchestrator.tool.webhook.WebhookForms;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.webhook.Webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vertx.core.buffer.Buffer;

/**
 * Reads the bodies that start workflows and let them go on. What may be in them, and in which range, is what the tools accept;
 * only the order is another. Fields that are not known are problems: a misspelt limit would be none.
 */
@Singleton
public class Bodies {

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final Set<String> MEMBERS = Set.of("pattern", "input", "config", "webhook", "labels", "priority");
    private static final Set<String> INPUT = Set.of("task", "title", "subtasks", "context");
    /** What tools take beside the configuration, and has a place of its own here or none. */
    private static final Set<String> BESIDE = Set.of("webhook_url", "wait_seconds", "cancel_on_disconnect", "priority",
            Idempotency.FIELD);

    private static final String OBJECT = "must be a JSON object";

    private final JsonBodies bodies;
    private final Requests requests;

    Bodies(JsonBodies bodies, Requests requests) {
        this.bodies = bodies;
        this.requests = requests;
    }

    /** What a start wants; throws {@code INVALID_REQUEST} with every problem. */
    public Request start(Optional<Buffer> body, Optional<String> idempotencyKey) {
        var given = bodies.read(body);
        var findings = new Findings();
        var known = isObject(given, "", findings);
        unknown(given, "", MEMBERS, findings);
        var pattern = pattern(given, findings);
        var webhook = webhook(given, findings);
        var labels = given.hasNonNull("labels") ? Labels.read(given.get("labels"), findings) : Map.<String, String> of();
        if (!known || pattern.isEmpty()) {
            findings.report();
        }
        var arguments = arguments(given, pattern.orElseThrow(), webhook, idempotencyKey, findings);
        findings.report();
        return requests.of(arguments, pattern.orElseThrow(), labels, webhook);
    }

    private static Optional<Webhook> webhook(JsonNode given, Findings findings) {
        if (!given.hasNonNull("webhook")) {
            return Optional.empty();
        }
        var own = new Findings();
        var webhook = WebhookForms.webhook(given.get("webhook"), own);
        own.problems().forEach(problem -> findings.add(Pointer.below("/webhook", problem.field()), problem.message()));
        return webhook;
    }

    /** What is to be different when a workflow goes on; throws {@code INVALID_REQUEST} with every problem. */
    public Changes changes(Optional<Buffer> body) {
        var given = bodies.read(body);
        var findings = new Findings();
        var _ = isObject(given, "", findings);
        unknown(given, "", Set.of("config"), findings);
        var form = requests.changes();
        var config = object(given, "config", findings);
        unknown(config, "/config", names(form), findings);
        var arguments = read(form, config, findings);
        findings.report();
        return requests.changes(arguments);
    }

    /** The fields of a fault by the names that they have here. */
    public static FaultException placed(FaultException fault) {
        return fault.renamed(Bodies::place);
    }

    private Arguments arguments(JsonNode given, PatternName pattern, Optional<Webhook> webhook,
            Optional<String> idempotencyKey, Findings findings) {
        var form = requests.form(pattern);
        var input = object(given, "input", findings);
        var config = object(given, "config", findings);
        unknown(input, "/input", INPUT, findings);
        unknown(config, "/config", configuration(form, pattern), findings);
        var flat = JsonNodeFactory.instance.objectNode();
        INPUT.stream().filter(input::has)
                .forEach(name -> flat.set(name.equals("task") ? Requests.subject(pattern) : name, input.get(name)));
        configuration(form, pattern).stream().filter(config::has).forEach(name -> flat.set(name, config.get(name)));
        Optional.ofNullable(given.get("priority")).ifPresent(priority -> flat.set("priority", priority));
        // it is recorded with the workflow
        webhook.ifPresent(wanted -> flat.put("webhook_url", wanted.url().toString()));
        idempotencyKey.ifPresent(key -> flat.put(Idempotency.FIELD, key));
        return read(form, flat, findings);
    }

    private static Set<String> configuration(Form form, PatternName pattern) {
        var names = new TreeSet<>(names(form));
        names.removeAll(BESIDE);
        names.removeAll(INPUT);
        names.remove(Requests.subject(pattern));
        return names;
    }

    private static Set<String> names(Form form) {
        return new TreeSet<>(form.parameters().stream().map(Parameter::name).toList());
    }

    /** What is wrong comes to the findings; then what is answered is not complete. */
    private static Arguments read(Form form, JsonNode given, Findings findings) {
        try {
            return form.read(given);
        } catch (FaultException wrong) {
            placed(wrong).problems().forEach(problem -> findings.add(problem.field(), problem.message()));
            return new Arguments(JsonNodeFactory.instance.objectNode());
        }
    }

    /** Where the parameter of a tool is here. */
    private static String place(String field) {
        var name = field.split("\\[", 2)[0];
        return switch (name) {
            case "body" -> "";
            case "", IDEMPOTENCY_KEY -> field;
            case Idempotency.FIELD -> IDEMPOTENCY_KEY;
            case "query" -> "/input/task";
            case "priority" -> "/priority";
            case "webhook_url" -> "/webhook/url";
            default -> name.startsWith("/") ? field : Pointer.below(INPUT.contains(name) ? "/input" : "/config", field);
        };
    }

    private static Optional<PatternName> pattern(JsonNode given, Findings findings) {
        var pattern = Optional.ofNullable(given.path("pattern").textValue()).flatMap(PatternName::named);
        if (pattern.isEmpty() && given.isObject()) {
            var names = List.of(PatternName.values()).stream().map(PatternName::wire).toList();
            findings.add("/pattern", (given.hasNonNull("pattern") ? "" : "is required: ") + "must be one of: "
                    + String.join(", ", names));
        }
        return pattern;
    }

    private static boolean isObject(JsonNode given, String pointer, Findings findings) {
        if (!given.isObject()) {
            findings.add(pointer, OBJECT);
        }
        return given.isObject();
    }

    private static ObjectNode object(JsonNode given, String name, Findings findings) {
        var member = given.path(name);
        if (member instanceof ObjectNode object) {
            return object;
        }
        if (given.hasNonNull(name)) {
            findings.add(Pointer.to(name), OBJECT);
        }
        return JsonNodeFactory.instance.objectNode();
    }

    private static void unknown(JsonNode given, String parent, Collection<String> known, Findings findings) {
        var unknown = new ArrayList<String>();
        given.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                unknown.add(name);
            }
        });
        unknown.forEach(name -> findings.add(parent + Pointer.to(name), "is not known; known are: "
                + String.join(", ", new TreeSet<>(known))));
    }
}
