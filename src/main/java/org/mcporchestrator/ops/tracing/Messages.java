package org.mcporchestrator.ops.tracing;

import org.mcporchestrator.agent.Prompt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Prompts and answers in the JSON that the semantic conventions want of attributes with contents. */
final class Messages {

    private Messages() {}

    static String system(Prompt prompt) {
        return parts(prompt.system()).toString();
    }

    static String input(Prompt prompt) {
        return message("user", prompt.user()).toString();
    }

    static String output(String answer) {
        return message("assistant", answer).toString();
    }

    private static ArrayNode message(String role, String text) {
        var messages = JsonNodeFactory.instance.arrayNode();
        messages.addObject().put("role", role).set("parts", parts(text));
        return messages;
    }

    private static ArrayNode parts(String text) {
        var parts = JsonNodeFactory.instance.arrayNode();
        parts.addObject().put("type", "text").put("content", text);
        return parts;
    }
}
