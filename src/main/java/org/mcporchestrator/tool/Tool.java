package org.mcporchestrator.tool;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import org.mcporchestrator.tool.argument.Arguments;
import org.mcporchestrator.tool.argument.Form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.mutiny.Uni;

/**
 * Something that a caller can have done.
 *
 * @param description for a model that has to choose a tool
 * @param handler makes the answer, a JSON object with {@code success} first
 */
public record Tool(String name, String description, Category category, List<String> tags, Form form,
        Function<Arguments, Uni<ObjectNode>> handler) {

    public Tool {
        tags = List.copyOf(tags);
    }

    /** What tools are sorted by. */
    public enum Category {
        ORCHESTRATION,
        MANAGEMENT,
        REGISTRY;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Checks the arguments and does the work.
     *
     * @return fails with {@code INVALID_REQUEST} and every problem, or as the work fails
     */
    public Uni<ObjectNode> call(JsonNode arguments) {
        return Uni.createFrom().deferred(() -> handler.apply(form.read(arguments)));
    }
}
