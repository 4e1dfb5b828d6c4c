package org.mcporchestrator.tool;

import java.util.List;
import java.util.Locale;

import org.mcporchestrator.tool.argument.Arguments;
import org.mcporchestrator.tool.argument.Form;
import org.mcporchestrator.tool.argument.Shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.mutiny.Uni;

/**
 * Something that a caller can have done.
 *
 * @param form of the arguments
 * @param shape of the answer
 */
public record Tool(Profile profile, Form form, Shape shape, Work work) {

    /** What tools are sorted by. */
    public enum Category {
        ORCHESTRATION,
        MANAGEMENT,
        REGISTRY;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Does what the tool is for. */
    @FunctionalInterface
    public interface Work {

        /** @return a JSON object with {@code success} first */
        Uni<ObjectNode> perform(Arguments arguments, Caller caller);
    }

    public String name() {
        return profile.name();
    }

    public String description() {
        return profile.description();
    }

    public Category category() {
        return profile.category();
    }

    public List<String> tags() {
        return profile.tags();
    }

    /**
     * Checks the arguments and does the work.
     *
     * @return fails with {@code INVALID_REQUEST} and every problem, or as the work fails
     */
    public Uni<ObjectNode> call(JsonNode arguments, Caller caller) {
        return Uni.createFrom().deferred(() -> work.perform(form.read(arguments), caller));
    }
}
