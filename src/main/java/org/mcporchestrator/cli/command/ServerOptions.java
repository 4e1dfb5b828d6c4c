package org.mcporchestrator.cli.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.mcporchestrator.cli.client.Client;
import org.mcporchestrator.cli.process.Surroundings;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which server a command asks. The key is no option: others could read it in the list of processes. */
public final class ServerOptions {

    /** The variable that names the server. */
    public static final String URL = "ORCHESTRATOR_URL";

    private static final String KEY = "ORCHESTRATOR_API_KEY";
    private static final String DEFAULT_PORT = "5060";

    private final Surroundings surroundings;

    @Option(names = "--server", paramLabel = "URL", description = { "The server; else that of ORCHESTRATOR_URL,",
            "else http://127.0.0.1:5060. It may want the key in", "ORCHESTRATOR_API_KEY or ORCHESTRATOR_API_KEY_FILE." })
    private @Nullable String server;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    public ServerOptions(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Whether somebody said which server is meant. */
    public boolean named() {
        return name().isPresent();
    }

    public Client client() {
        var url = name().orElseGet(() -> "http://127.0.0.1:" + surroundings.variable("PORT").orElse(DEFAULT_PORT));
        return new Client(uri(url), key());
    }

    private Optional<String> name() {
        return Optional.ofNullable(server).or(() -> surroundings.variable(URL));
    }

    private URI uri(String url) {
        try {
            var uri = URI.create(url);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException noUri) {
            // told below
        }
        throw wrong("the server must be a URL like http://127.0.0.1:5060, not '" + url + "'");
    }

    private Optional<String> key() {
        return surroundings.variable(KEY).or(() -> surroundings.variable(KEY + "_FILE").map(this::content));
    }

    private String content(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException failure) {
            throw wrong("the file of " + KEY + "_FILE cannot be read: " + file);
        }
    }

    private ParameterException wrong(String message) {
        if (command == null) {
            throw new IllegalStateException(message);
        }
        return new ParameterException(command.commandLine(), message);
    }
}
