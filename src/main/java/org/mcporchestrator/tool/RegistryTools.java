package org.mcporchestrator.tool;

import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

import org.mcporchestrator.tool.argument.Arguments;
import org.mcporchestrator.tool.argument.Findings;
import org.mcporchestrator.tool.argument.Form;
import org.mcporchestrator.tool.argument.Kind;
import org.mcporchestrator.tool.argument.Parameter;
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

    private final Registry registry;

    RegistryTools(Registry registry) {
        this.registry = registry;
    }

    @Override
    public List<Tool> tools() {
        return List.of(listing(), execution());
    }

    private Tool listing() {
        return new Tool("list_registered_tools",
                "Lists the tools of this server with their input schemas, optionally only those of a category or with any of some tags.",
                Tool.Category.REGISTRY, List.of("registry", "discovery"),
                Form.of(
                        Parameter.optional("category", new Kind.Text(NAME_LENGTH), "Only tools of exactly this category."),
                        Parameter.optional("tags", new Kind.Items(new Kind.Text(NAME_LENGTH), 0, MAX_TAGS, true),
                                "Only tools that have at least one of these tags.")),
                arguments -> Uni.createFrom().item(() -> list(arguments)));
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
        return new Tool(EXECUTE,
                "Executes another tool of this server by its name. Its arguments are checked as in a direct call.",
                Tool.Category.REGISTRY, List.of("registry", "execution"),
                Form.of(
                        Parameter.required("tool_name", NAME, "Name of the tool, from list_registered_tools."),
                        Parameter
                                .optional("tool_arguments", new Kind.Json(MAX_ARGUMENTS),
                                        "Arguments of that tool, as an object.")
                                .or("arguments"),
                        Idempotency.PARAMETER)
                        .and(this::executable),
                this::execute);
    }

    private void executable(Arguments arguments, Findings findings) {
        arguments.text("tool_name").ifPresent(name -> {
            if (name.equals(EXECUTE)) {
                findings.add("tool_name", "must be another tool than " + EXECUTE);
            } else if (registry.named(name).isEmpty()) {
                findings.add("tool_name", "must be one of: "
                        + String.join(", ",
                                registry.tools().stream().map(Tool::name).filter(known -> !known.equals(EXECUTE)).toList()));
            }
        });
    }

    private Uni<ObjectNode> execute(Arguments arguments) {
        var tool = registry.named(arguments.text("tool_name").orElseThrow()).orElseThrow();
        var given = arguments.value("tool_arguments").orElseGet(JsonNodeFactory.instance::objectNode);
        return tool.call(Idempotency.within(given, tool, arguments.text(Idempotency.FIELD), Idempotency.FIELD))
                .onFailure(FaultException.class).transform(failure -> ((FaultException) failure).within("tool_arguments"))
                .map(result -> JsonNodeFactory.instance.objectNode()
                        .put("success", true)
                        .put("tool_name", tool.name())
                        .set("result", result));
    }
}
