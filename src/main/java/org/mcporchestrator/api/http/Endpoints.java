package org.mcporchestrator.api.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import org.mcporchestrator.tool.Registry;

/** Where what is, for callers who look around or got lost. */
@Singleton
class Endpoints {

    private static final String READ = "GET, HEAD";
    private static final String TOOLS = "/tools/";
    private static final String MCP = "/mcp";
    private static final Map<Pattern, String> OF_WORKFLOWS = Map.of(
            Pattern.compile("/stream/[^/]+"), "GET",
            Pattern.compile("/download/[^/]+/[^/]+"), READ,
            Pattern.compile("/v1/workflows"), READ + ", POST",
            Pattern.compile("/v1/workflows/[^/]+"), READ + ", DELETE",
            Pattern.compile("/v1/workflows/[^/]+/result"), READ,
            Pattern.compile("/v1/workflows/[^/]+/events"), "GET",
            Pattern.compile("/v1/workflows/[^/]+/webhook"), READ + ", PUT, DELETE",
            Pattern.compile("/v1/workflows/[^/]+/documents/[^/]+"), READ,
            Pattern.compile("/v1/workflows/[^/]+/(?:cancel|resume)"), "POST");
    private static final Map<Pattern, String> OF_WEBHOOKS = Map.of(
            Pattern.compile("/webhook/(?:un)?register"), "POST",
            Pattern.compile("/v1/webhooks/dead-letters/[^/]+/redeliver"), "POST",
            Pattern.compile("/v1/webhooks/dead-letters/[^/]+"), "DELETE");

    private final Registry registry;
    private final SequencedMap<String, String> fixed = new LinkedHashMap<>();

    Endpoints(Registry registry) {
        this.registry = registry;
        fixed.put("index", "/");
        fixed.put("health", "/health");
        fixed.put("tools", "/tools");
        fixed.put("resources", "/resources");
        fixed.put("stream", "/stream/{task_id}");
        fixed.put("download", "/download/{task_id}/{name}");
        fixed.put("mcp", MCP);
        fixed.put("stats", "/stats");
        fixed.put("analytics_workflows", "/analytics/workflows");
        fixed.put("analytics_costs", "/analytics/costs");
        fixed.put("analytics_performance", "/analytics/performance");
        fixed.put("workflows", "/v1/workflows");
        fixed.put("providers", "/v1/providers");
        fixed.put("webhook_register", "/webhook/register");
        fixed.put("webhook_unregister", "/webhook/unregister");
        fixed.put("webhook", "/v1/workflows/{task_id}/webhook");
        fixed.put("dead_letters", "/v1/webhooks/dead-letters");
        fixed.put("openapi", "/q/openapi");
    }

    /** Names of paths, the tools by their own. */
    SequencedMap<String, String> byName() {
        var all = new LinkedHashMap<>(fixed);
        registry.tools().forEach(tool -> all.put(tool.name(), TOOLS + tool.name()));
        return Collections.unmodifiableSequencedMap(all);
    }

    /** Methods of a path, as in an {@code Allow} header; empty if nothing is there. */
    String allowed(String path) {
        if (path.startsWith(TOOLS)) {
            var name = path.substring(TOOLS.length());
            return registry.named(name).map(_ -> ToolsResource.readable(name) ? READ + ", POST" : "POST").orElse("");
        }
        return Stream.of(OF_WORKFLOWS, OF_WEBHOOKS).flatMap(known -> known.entrySet().stream())
                .filter(entry -> entry.getKey().matcher(path).matches()).map(Map.Entry::getValue)
                .findFirst().orElseGet(() -> fixed.containsValue(path) ? READ : "");
    }
}
