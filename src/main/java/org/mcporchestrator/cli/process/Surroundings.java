package org.mcporchestrator.cli.process;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * What a command has around it.
 *
 * @param variables of the environment, by name
 * @param in for commands that are told what to do while they run
 * @param out for what was asked for
 * @param err for all that is said about it
 * @param terminal on which {@code err} is shown, if it is one
 * @param clock for elapsed times
 */
public record Surroundings(UnaryOperator<@Nullable String> variables, BufferedReader in, PrintWriter out, PrintWriter err,
        Optional<Terminal> terminal, Clock clock) {

    public static Surroundings ofProcess() {
        return new Surroundings(System::getenv, new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8), Terminal.ofProcess(), Clock.systemUTC());
    }

    /** Empty also if it is set to nothing. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.apply(name)).filter(value -> !value.isBlank());
    }

    /** The same with one variable more. */
    public Surroundings with(String name, String value) {
        return new Surroundings(asked -> asked != null && asked.equals(name) ? value : variables.apply(asked), in, out,
                err, terminal, clock);
    }
}
