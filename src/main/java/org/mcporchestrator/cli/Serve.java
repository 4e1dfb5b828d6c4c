package org.mcporchestrator.cli;

import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.mcporchestrator.cli.process.ExitCode;

import io.quarkus.runtime.Quarkus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "serve", description = "Serves until it is stopped.")
final class Serve implements Callable<Integer> {

    @Option(names = "--port", paramLabel = "PORT", description = "Port instead of that of PORT (5060).")
    private @Nullable Integer port;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address instead of that of HOST (127.0.0.1).")
    private @Nullable String host;

    @Override
    public Integer call() {
        Optional.ofNullable(port).ifPresent(number -> System.setProperty("quarkus.http.port", Integer.toString(number)));
        Optional.ofNullable(host).ifPresent(address -> System.setProperty("quarkus.http.host", address));
        Quarkus.run();
        return ExitCode.DONE;
    }
}
