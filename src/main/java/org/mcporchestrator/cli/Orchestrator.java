package org.mcporchestrator.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The whole command line. Without a command it serves, so that containers and services need no argument. */
@Command(name = "mcp-orchestrator", scope = ScopeType.INHERIT, mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
        "Runs multi-agent LLM workflows, durably, over HTTP and the Model Context Protocol.",
        "Without a command it serves." }, footer = { "",
                "Settings of the server are environment variables and properties: docs/operations.md.",
                "", "Exit codes: 0 done, 1 no report (failed, cancelled or not ended), 2 wrong usage,",
                "3 no server answers, 4 the server refused." })
final class Orchestrator implements Callable<Integer> {

    @Override
    public Integer call() {
        return new Serve().call();
    }
}
