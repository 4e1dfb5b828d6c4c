package org.mcporchestrator.tool.webhook;

import static org.mcporchestrator.tool.argument.Parameter.optional;
import static org.mcporchestrator.tool.argument.Parameter.required;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.mcporchestrator.tool.argument.Arguments;
import org.mcporchestrator.tool.argument.Findings;
import org.mcporchestrator.tool.argument.Form;
import org.mcporchestrator.tool.argument.Kind;
import org.mcporchestrator.tool.argument.Parameter;
import org.mcporchestrator.workflow.event.WorkflowEvent;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.webhook.Secret;
import org.mcporchestrator.workflow.webhook.Webhook;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;

/** What requests about webhooks may have in them. */
public final class WebhookForms {

    private static final int LONGEST_URL = 2048;
    private static final int LONGEST_ID = 64;

    /** Types of events that are recorded, and so can be delivered. */
    private static final List<String> EVENTS = Arrays.stream(WorkflowEvent.class.getAnnotation(JsonSubTypes.class).value())
            .map(JsonSubTypes.Type::name).filter(name -> !name.equals("agent_progress")).toList();

    private static final Parameter URL = required("url", new Kind.Link(LONGEST_URL), "Gets the events.");
    private static final Parameter CHOICE = optional("events", new Kind.Items(new Kind.Choice(EVENTS), 0, EVENTS.size(), true),
            "Types of events that are wanted; all if empty.");
    private static final Parameter SECRET = optional("secret",
            new Kind.Word(Pattern.compile("[\\x21-\\x7e]{8,256}"), "8 to 256 visible characters of ASCII"),
            "Signs the deliveries; as Standard Webhooks write it (whsec_ and Base64), or any other.");
    private static final Parameter TASK = required("task_id", new Kind.Text(LONGEST_ID), "The workflow.");

    /** A registration. */
    public static final Form REGISTRATION = Form.of(URL, CHOICE, SECRET).and(WebhookForms::secretIsUsable);

    /** A registration by the first routes. */
    public static final Form LEGACY_REGISTRATION = Form.of(TASK, new Parameter("webhook_url", List.of("url"), URL.kind(),
            URL.description(), true, Optional.empty()), CHOICE, SECRET).and(WebhookForms::secretIsUsable);

    public static final Form LEGACY_REMOVAL = Form.of(TASK);

    private WebhookForms() {}

    /**
     * A webhook as a resource has it: {@code url}, {@code events}, {@code secret}, and nothing else. What is wrong comes to the
     * findings; then there is none.
     */
    public static Optional<Webhook> webhook(JsonNode given, Findings findings) {
        given.fieldNames().forEachRemaining(name -> {
            if (REGISTRATION.parameter(name).isEmpty()) {
                findings.add(name, "is not known; known are: events, secret, url");
            }
        });
        try {
            return Optional.of(webhook(REGISTRATION.read(given), "url", Webhook.Form.FLAT));
        } catch (FaultException wrong) {
            wrong.problems().forEach(problem -> findings.add(problem.field(), problem.message()));
            return Optional.empty();
        }
    }

    /** Whoever chooses events or signs knows the newer form. */
    public static Webhook legacy(Arguments arguments) {
        var flat = arguments.value("secret").isPresent() || arguments.value("events").isPresent();
        return webhook(arguments, "webhook_url", flat ? Webhook.Form.FLAT : Webhook.Form.NESTED);
    }

    private static Webhook webhook(Arguments arguments, String url, Webhook.Form form) {
        return new Webhook(URI.create(arguments.text(url).orElseThrow()), arguments.texts("events"),
                arguments.text("secret").map(Secret::new), form);
    }

    private static void secretIsUsable(Arguments arguments, Findings findings) {
        if (!arguments.text("secret").map(Secret::isUsable).orElse(true)) {
            findings.add("secret", "must have at least 8 bytes in Base64 behind " + Secret.STANDARD);
        }
    }
}
