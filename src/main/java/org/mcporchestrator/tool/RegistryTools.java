package org.mcporchestrator.tool;

import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

import org.mcporchestrator.tool.Profile.Effect;
import org.mcporchestrator.tool.argument.Arguments;
import org.mcporchestrator.tool.argument.Findings;
import org.mcporchestrator.tool.argument.Form;
import org.mcporchestrator.tool.argument.Kind;
import org.mcporchestrator.tool.argument.Parameter;
import org.mcporchestrator.tool.argument.Shape;
import org.mcporchestrator.tool.argument.Shape.Type;
import org.mcporchestrator.workflow.fault.FaultException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.mutiny.Uni;

/** The tools about tools: which there are, and one that executes any other. */
final class RegistryTools implements Toolbox {

    static final String EXECUTE = "execute_registered_tool";

    private static final int NAME_LENGTH = 100;
    private static final int MAX_TAGS = 50;
    private static final int MAX_ARGUMENTS = 1 << 20;
    private static final Kind NAME = new Kind.Word(Pattern.compile("[A-Za-z0-9_.-]{1,100}"), "the name of a tool, as listed");

    private static final Shape LISTED = Shape.of(
            Shape.always("tools", Type.LIST, "The tools.",
                    Shape.always("name", Type.TEXT, "To call it by."),
                    Shape.always("description", Type.TEXT, "What it does."),
                    Shape.always("inputSchema", Type.OBJECT, "Its arguments, as JSON Schema."),
                    Shape.always("category", Type.TEXT, "What kind of tool it is."),
                    Shape.always("tags", Type.LIST, "What it has to do with.")),
            Shape.always("count", Type.WHOLE, "How many there are."));
    private static final Shape EXECUTED = Shape.of(
            Shape.always("tool_name", Type.TEXT, "The tool that was executed."),
            Shape.always("result", Type.OBJECT, "What it answered."));

    private final Registry registry;

    RegistryTools(Registry registry) {
        this.registry = registry;
    }

    @Override
    public List<Tool> tools() {
        return List.of(listing(), execution());
    }

    private Tool listing() {
        return new Tool(new Profile("list_registered_tools", "Tools of this server",
                "Lists the tools of this server with their input schemas, optionally only those of a category or with any of some tags.",
                Tool.Category.REGISTRY, List.of("registry", "discovery"), Effect.READS)
                .or("dreamwalker_list_tools", "dreamwalker_utility_registry_list"),
                Form.of(
                        Parameter.optional("category", new Kind.Text(NAME_LENGTH), "Only tools of exactly this category."),
                        Parameter.optional("tags", new Kind.Items(new Kind.Text(NAME_LENGTH), 0, MAX_TAGS, true),
                                "Only tools that have at least one of these tags.")),
                LISTED, (arguments, _) -> Uni.createFrom().item(() -> list(arguments)));
    }

    private ObjectNode list(Arguments arguments) {
        var answer = JsonNodeFactory.instance.objectNode().put("success", true);
        var items = answer.putArray("tools");
        registry.tools().stream().filter(tool -> matches(tool, arguments)).map(RegistryTools::entry).forEach(items::add);
        return answer.put("count", items.size());
    }

    private static boolean matches(Tool tool, Arguments arguments) {
        var tags = arguments.texts("tags");
        return arguments.text("category").map(tool.category().wire()::equals).orElse(true)
                && (tags.isEmpty() || !Collections.disjoint(tags, tool.tags()));
    }

    private static ObjectNode entry(Tool tool) {
        var entry = Registry.manifest(tool).put("category", tool.category().wire());
        entry.withObject("inputSchema").withArray("required");
        tool.tags().forEach(entry.putArray("tags")::add);
        return entry;
    }

    private Tool execution() {
        return new Tool(new Profile(EXECUTE, "Execute a tool by name",
                "Executes another tool of this server by its name. Its arguments are checked as in a direct call.",
                Tool.Category.REGISTRY, List.of("registry", "execution"), Effect.ANY)
                .or("dreamwalker_execute_tool", "dreamwalker_utility_registry_execute"),
                Form.of(
                        Parameter.required("tool_name", NAME, "Name of the tool, from list_registered_tools."),
                        Parameter
                                .optional("tool_arguments", new Kind.Json(MAX_ARGUMENTS),
                                        "Arguments of that tool, as an object.")
                                .or("arguments"),
                        Idempotency.PARAMETER)
                        .and(this::executable),
                EXECUTED, this::execute);
    }

    private void executable(Arguments arguments, Findings findings) {
        arguments.text("tool_name").ifPresent(name -> {
            var tool = registry.named(name);
            if (tool.isPresent() && tool.orElseThrow().name().equals(EXECUTE)) {
                findings.add("tool_name", "must be another tool than " + EXECUTE);
            } else if (tool.isEmpty()) {
                findings.add("tool_name", "must be one of: "
                        + String.join(", ",
                                registry.tools().stream().map(Tool::name).filter(known -> !known.equals(EXECUTE)).toList()));
            }
        });
    }

    private Uni<ObjectNode> execute(Arguments arguments, Caller caller) {
        var tool = registry.named(arguments.text("tool_name").orElseThrow()).orElseThrow();
        var given = arguments.value("tool_arguments").orElseGet(JsonNodeFactory.instance::objectNode);
        return tool.call(Idempotency.within(given, tool, arguments.text(Idempotency.FIELD), Idempotency.FIELD), caller)
                .onFailure(FaultException.class).transform(failure -> ((FaultException) failure).within("tool_arguments"))
                .map(result -> JsonNodeFactory.instance.objectNode()
                        .put("success", true)
                        .put("tool_name", tool.name())
                        .set("result", result));
    }
}
