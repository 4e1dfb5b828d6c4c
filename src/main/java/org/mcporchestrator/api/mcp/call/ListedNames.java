package org.mcporchestrator.api.mcp.call;

import jakarta.inject.Singleton;

import org.mcporchestrator.tool.Registry;

import io.quarkiverse.mcp.server.FilterContext;
import io.quarkiverse.mcp.server.McpMethod;
import io.quarkiverse.mcp.server.ToolFilter;
import io.quarkiverse.mcp.server.ToolManager.ToolInfo;

/** Lists each tool once, under its own name: aliases are for callers who know them already. */
@Singleton
class ListedNames implements ToolFilter {

    private final Registry registry;

    ListedNames(Registry registry) {
        this.registry = registry;
    }

    @Override
    public boolean test(ToolInfo tool, FilterContext context) {
        return context.method() != McpMethod.TOOLS_LIST
                || registry.named(tool.name()).map(known -> known.name().equals(tool.name())).orElse(true);
    }
}
