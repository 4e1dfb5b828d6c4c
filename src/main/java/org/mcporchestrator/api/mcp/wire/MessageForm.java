package org.mcporchestrator.api.mcp.wire;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.mcp.server.JsonRpcErrorCodes;

/**
 * What form a message must have (JSON-RPC 2.0, and the schema of MCP 2025-11-25): checked before anybody relies on it, so that
 * whatever is sent gets an answer that says what is wrong.
 */
final class MessageForm {

    private static final int MOST_IN_A_BATCH = 100;

    /** What must hold of a value inside of a message, if it is there. */
    private record Rule(String pointer, Predicate<JsonNode> holds, String message) {}

    /** RFC 5424, 6.2.1, in the words of MCP. */
    private static final List<String> LEVELS = List.of("debug", "info", "notice", "warning", "error", "critical", "alert",
            "emergency");
    private static final List<String> REFERENCES = List.of("ref/prompt", "ref/resource");
    private static final List<Rule> REQUEST = List.of(
            new Rule("/jsonrpc", version -> "2.0".equals(version.textValue()), "jsonrpc must be \"2.0\""),
            new Rule("/method", JsonNode::isTextual, "method must be a string"),
            new Rule("/id", id -> id.isTextual() || id.isIntegralNumber(), "id must be a string or a whole number"));
    private static final List<Rule> PARAMS = List.of(
            object("/params"),
            object("/params/_meta"),
            new Rule("/params/_meta/progressToken", token -> token.isTextual() || token.isIntegralNumber(),
                    "params._meta.progressToken must be a string or a whole number"),
            object("/params/_meta/io.modelcontextprotocol~1clientInfo"),
            object("/params/_meta/io.modelcontextprotocol~1clientCapabilities"),
            text("/params/name"), text("/params/uri"), text("/params/cursor"), word("/params/level", LEVELS),
            text("/params/reason"),
            text("/params/protocolVersion"),
            object("/params/arguments"), object("/params/capabilities"), object("/params/clientInfo"),
            text("/params/clientInfo/name"), text("/params/clientInfo/version"), text("/params/clientInfo/title"),
            object("/params/ref"), word("/params/ref/type", REFERENCES), text("/params/ref/name"), text("/params/ref/uri"),
            object("/params/argument"), text("/params/argument/name"), text("/params/argument/value"),
            object("/params/context"));

    /** Other than in JSON-RPC 2.0 itself, no request may have it; without the field it would be a notification. */
    private static final Wrong NULL_ID = new Wrong(JsonRpcErrorCodes.INVALID_REQUEST, "id must not be null");

    private MessageForm() {}

    /** What is wrong with a message. */
    record Wrong(int code, String message) {}

    /** What is wrong with the first message that is not as it should be; empty if all are well. */
    static Optional<Wrong> of(Inbound inbound) {
        if (inbound.body().isEmpty() || inbound.body().size() > MOST_IN_A_BATCH && inbound.body().isArray()) {
            return Optional.of(new Wrong(JsonRpcErrorCodes.INVALID_REQUEST,
                    "the body must be a JSON-RPC message, or an array of 1 to " + MOST_IN_A_BATCH + " messages"));
        }
        return inbound.messages().flatMap(MessageForm::message).findFirst();
    }

    private static Stream<Wrong> message(JsonNode message) {
        if (!message.isObject()) {
            return Stream.of(new Wrong(JsonRpcErrorCodes.INVALID_REQUEST, "a message must be a JSON object"));
        }
        var answer = message.has("result") || message.has("error");
        return Stream.concat(
                missing(message, answer ? "/id" : "/method"),
                Stream.concat(
                        message.path("id").isNull() ? Stream.of(NULL_ID)
                                : broken(REQUEST, message, JsonRpcErrorCodes.INVALID_REQUEST),
                        answer ? Stream.empty() : params(message)));
    }

    private static Stream<Wrong> params(JsonNode message) {
        var method = message.path("method").asText();
        return Stream.of(broken(PARAMS, message, JsonRpcErrorCodes.INVALID_PARAMS),
                required(method).stream().flatMap(pointer -> missing(message, pointer)
                        .map(wrong -> new Wrong(JsonRpcErrorCodes.INVALID_PARAMS, wrong.message()))),
                method.equals("prompts/get") ? texts(message.at("/params/arguments")) : Stream.<Wrong> empty())
                .flatMap(wrong -> wrong);
    }

    private static List<String> required(String method) {
        return switch (method) {
            case "initialize" -> List.of("/params/protocolVersion", "/params/clientInfo", "/params/clientInfo/name",
                    "/params/clientInfo/version");
            case "tools/call", "prompts/get" -> List.of("/params/name");
            case "resources/read", "resources/subscribe", "resources/unsubscribe" -> List.of("/params/uri");
            case "logging/setLevel" -> List.of("/params/level");
            case "completion/complete" ->
                List.of("/params/ref", "/params/ref/type", "/params/argument/name", "/params/argument/value");
            default -> List.of();
        };
    }

    private static Stream<Wrong> texts(JsonNode arguments) {
        return arguments.propertyStream()
                .filter(argument -> !argument.getValue().isTextual() && !argument.getValue().isNull())
                .map(argument -> new Wrong(JsonRpcErrorCodes.INVALID_PARAMS, "the arguments of a prompt must be strings"));
    }

    private static Stream<Wrong> missing(JsonNode message, String pointer) {
        var value = message.at(pointer);
        return value.isMissingNode() || value.isNull()
                ? Stream.of(new Wrong(JsonRpcErrorCodes.INVALID_REQUEST, dotted(pointer) + " is required"))
                : Stream.empty();
    }

    private static Stream<Wrong> broken(List<Rule> rules, JsonNode message, int code) {
        return rules.stream()
                .filter(rule -> present(message.at(rule.pointer())) && !rule.holds().test(message.at(rule.pointer())))
                .map(rule -> new Wrong(code, rule.message()));
    }

    private static boolean present(JsonNode value) {
        return !value.isMissingNode() && !value.isNull();
    }

    private static Rule object(String pointer) {
        return new Rule(pointer, JsonNode::isObject, dotted(pointer) + " must be an object");
    }

    private static Rule text(String pointer) {
        return new Rule(pointer, JsonNode::isTextual, dotted(pointer) + " must be a string");
    }

    private static Rule word(String pointer, List<String> words) {
        return new Rule(pointer, value -> value.isTextual() && words.contains(value.textValue()),
                dotted(pointer) + " must be one of: " + String.join(", ", words));
    }

    private static String dotted(String pointer) {
        return pointer.substring(1).replace('/', '.').replace("~1", "/");
    }
}
