package org.mcporchestrator.api.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import org.mcporchestrator.tool.Registry;

/** Where what is, for callers who look around or got lost. */
@Singleton
class Endpoints {

    private static final String READ = "GET, HEAD";
    private static final String TOOLS = "/tools/";
    private static final String MCP = "/mcp";
    private static final String WEBHOOK = "/webhook/";
    private static final Pattern REGISTRATION = Pattern.compile("/v1/workflows/[^/]+/webhook");
    private static final Pattern DEAD_LETTER = Pattern.compile("/v1/webhooks/dead-letters/[^/]+(/redeliver)?");
    private static final Pattern STREAM = Pattern.compile("/stream/[^/]+");
    private static final Pattern DOWNLOAD = Pattern.compile("/download/[^/]+/[^/]+");

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
        fixed.put("providers", "/v1/providers");
        fixed.put("webhook_register", WEBHOOK + "register");
        fixed.put("webhook_unregister", WEBHOOK + "unregister");
        fixed.put("webhook", "/v1/workflows/{task_id}/webhook");
        fixed.put("dead_letters", "/v1/webhooks/dead-letters");
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
        if (path.startsWith(WEBHOOK)) {
            return fixed.containsValue(path) ? "POST" : "";
        }
        if (REGISTRATION.matcher(path).matches()) {
            return READ + ", PUT, DELETE";
        }
        if (DEAD_LETTER.matcher(path).matches()) {
            return path.endsWith("/redeliver") ? "POST" : "DELETE";
        }
        if (STREAM.matcher(path).matches()) {
            return "GET";
        }
        return fixed.containsValue(path) || DOWNLOAD.matcher(path).matches() ? READ : "";
    }
}
