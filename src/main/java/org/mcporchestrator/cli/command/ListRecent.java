package org.mcporchestrator.cli.command;

import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.mcporchestrator.cli.client.Client;
import org.mcporchestrator.cli.process.ExitCode;
import org.mcporchestrator.cli.process.Surroundings;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code list}. */
@Command(name = "list", description = "Lists the newest workflows, a line each.")
public final class ListRecent implements Callable<Integer> {

    private static final Pattern STATUS = Pattern.compile("orchestrator://([^/]+)/status");

    private final Surroundings surroundings;

    @Mixin
    private final ServerOptions server;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "At most so many, and 100; default: 20.")
    private int limit;

    @Option(names = "--json", description = "The status of each, one JSON object a line.")
    private boolean json;

    public ListRecent(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.server = new ServerOptions(surroundings);
    }

    @Override
    public Integer call() {
        try (var client = server.client()) {
            ids(client).limit(limit).map(id -> Report.status(client, id, 0))
                    .forEach(status -> surroundings.out().println(json ? status.toString() : Status.line(status)));
            return ExitCode.DONE;
        }
    }

    private static Stream<String> ids(Client client) {
        return client.get("/resources").path("resources").valueStream()
                .map(resource -> STATUS.matcher(resource.path("uri").asText()))
                .flatMap(uri -> uri.results()).map(found -> found.group(1));
    }
}
