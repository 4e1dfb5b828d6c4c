package org.mcporchestrator.cli.command;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.mcporchestrator.cli.client.Client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Option;

/** What can be chosen about a workflow: the commonest parameters by options of their own, any other one by {@code --set}. */
final class StartOptions {

    @Option(names = { "-n", "--agents" }, paramLabel = "N", description = "Agents that work side by side.")
    private @Nullable Integer agents;

    @Option(names = "--title", paramLabel = "TEXT", description = "Title of the report.")
    private @Nullable String title;

    @Option(names = "--provider", paramLabel = "NAME", description = "Model vendor; else the server's default.")
    private @Nullable String provider;

    @Option(names = "--model", paramLabel = "NAME", description = "Model of every step; else the provider's default.")
    private @Nullable String model;

    @Option(names = "--max-cost", paramLabel = "USD", description = "Limit of the workflow's cost.")
    private @Nullable BigDecimal maxCost;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = {
            "Any parameter of docs/api.md; the value is JSON, or text.",
            "Example: --set max_concurrent_agents=3" })
    private Map<String, String> others = new LinkedHashMap<>();

    /** The arguments of the tool. What is wrong about them the server will say. */
    ObjectNode arguments() {
        var arguments = JsonNodeFactory.instance.objectNode();
        others.forEach((name, value) -> arguments.set(name, value(value)));
        Optional.ofNullable(agents).ifPresent(number -> arguments.put("num_agents", number));
        Optional.ofNullable(title).ifPresent(text -> arguments.put("title", text));
        Optional.ofNullable(provider).ifPresent(name -> arguments.put("provider_name", name));
        Optional.ofNullable(model).ifPresent(name -> arguments.put("model", name));
        Optional.ofNullable(maxCost).ifPresent(usd -> arguments.put("max_total_cost", usd));
        return arguments;
    }

    private static JsonNode value(String text) {
        try {
            var value = Client.JSON.readTree(text);
            return value.isMissingNode() ? JsonNodeFactory.instance.textNode(text) : value;
        } catch (JsonProcessingException noJson) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }
}
