package org.mcporchestrator.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;

import org.mcporchestrator.cli.client.Client;
import org.mcporchestrator.cli.client.Failure;
import org.mcporchestrator.cli.process.ExitCode;
import org.mcporchestrator.cli.process.Surroundings;
import org.mcporchestrator.cli.progress.Display;
import org.mcporchestrator.cli.progress.JsonLines;
import org.mcporchestrator.cli.progress.Lines;
import org.mcporchestrator.cli.progress.Screen;

import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that starts a workflow, shows how it goes on, and prints its report. */
abstract sealed class Start implements Callable<Integer> permits Research, Search {

    private final Surroundings surroundings;
    private final ToIntFunction<List<String>> local;
    private final String tool;

    @Mixin
    private final ServerOptions server;

    @Mixin
    private final StartOptions options = new StartOptions();

    @Option(names = "--detach", description = "Print the id and do not wait for the end.")
    private boolean detach;

    @Option(names = "--json", description = "Events, then the status with the result, one JSON object a line.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
    private CommandSpec command;

    /** @param local executes the arguments of this process against a server of its own */
    Start(Surroundings surroundings, ToIntFunction<List<String>> local, String tool) {
        this.surroundings = surroundings;
        this.local = local;
        this.tool = tool;
        this.server = new ServerOptions(surroundings);
    }

    /** Puts the task among the arguments of the tool. */
    abstract ObjectNode with(ObjectNode arguments);

    @Override
    public Integer call() {
        try (var client = server.client()) {
            return run(client);
        }
    }

    private int run(Client client) {
        final String id;
        try {
            id = client.call(tool, with(options.arguments())).path("task_id").asText();
        } catch (Failure.Unreachable nobody) {
            if (server.named() || detach) {
                throw nobody;
            }
            return inProcess();
        }
        if (detach) {
            surroundings.out().println(id);
            return ExitCode.DONE;
        }
        try (var display = display(id)) {
            client.follow(id, "", display::show);
        }
        return new Report(surroundings, json).print(client, id);
    }

    private int inProcess() {
        surroundings.err().println("no server answers: it runs in this process, and nothing is kept");
        return local.applyAsInt(command.root().commandLine().getParseResult().originalArgs());
    }

    private Display display(String id) {
        if (json) {
            return new JsonLines(surroundings.out());
        }
        return surroundings.terminal()
                .<Display> map(terminal -> new Screen(id, surroundings.err(), terminal, surroundings.clock()))
                .orElseGet(() -> {
                    surroundings.err().println(id);
                    return new Lines(surroundings.err());
                });
    }
}
