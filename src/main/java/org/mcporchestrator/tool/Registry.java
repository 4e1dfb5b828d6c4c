package org.mcporchestrator.tool;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.arc.All;

/** All tools of this server, by name, in the order in which they are listed. */
@ApplicationScoped
public class Registry {

    private final SequencedMap<String, Tool> tools;
    private final Map<String, Tool> aliases;

    Registry(@All List<Toolbox> toolboxes) {
        var all = new LinkedHashMap<String, Tool>();
        toolboxes.forEach(toolbox -> add(all, toolbox));
        add(all, new RegistryTools(this));
        tools = Collections.unmodifiableSequencedMap(all);
        aliases = aliases(all.values());
    }

    private static void add(SequencedMap<String, Tool> all, Toolbox toolbox) {
        for (var tool : toolbox.tools()) {
            if (all.putIfAbsent(tool.name(), tool) != null) {
                throw new IllegalStateException("two tools have the name " + tool.name());
            }
        }
    }

    /** Throws if two tools would answer to one name. */
    private static Map<String, Tool> aliases(Collection<Tool> all) {
        var aliases = new LinkedHashMap<String, Tool>();
        all.forEach(tool -> tool.profile().aliases().forEach(alias -> {
            if (aliases.putIfAbsent(alias, tool) != null) {
                throw new IllegalStateException("two tools have the alias " + alias);
            }
        }));
        return Collections.unmodifiableMap(aliases);
    }

    /** The tools as they are listed, without their aliases. */
    public List<Tool> tools() {
        return List.copyOf(tools.values());
    }

    /** The tool of that name, or with that alias. */
    public Optional<Tool> named(String name) {
        return Optional.ofNullable(tools.get(name)).or(() -> Optional.ofNullable(aliases.get(name)));
    }

    /** A tool as a client discovers it: {@code name}, {@code description}, {@code inputSchema}. */
    public static ObjectNode manifest(Tool tool) {
        return JsonNodeFactory.instance.objectNode()
                .put("name", tool.name())
                .put("description", tool.description())
                .set("inputSchema", tool.form().schema());
    }
}
