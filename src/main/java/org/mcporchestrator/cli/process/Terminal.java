package org.mcporchestrator.cli.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** A terminal on which one can paint. */
public record Terminal(int rows, int columns) {

    private static final Terminal UNKNOWN = new Terminal(24, 80);
    private static final Pattern SIZE = Pattern.compile("(\\d+) (\\d+)");

    /** The one of this process; empty if its input or its output is something else, or it cannot move its cursor. */
    public static Optional<Terminal> ofProcess() {
        var console = System.console();
        if (console == null || !console.isTerminal() || "dumb".equals(System.getenv("TERM"))) {
            return Optional.empty();
        }
        return Optional.of(size().orElse(UNKNOWN));
    }

    /** By {@code stty}, which every POSIX system has: Java does not tell. */
    private static Optional<Terminal> size() {
        try {
            var stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
            var said = SIZE.matcher(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
            return said.matches() ? known(Integer.parseInt(said.group(1)), Integer.parseInt(said.group(2))) : Optional.empty();
        } catch (IOException failure) {
            return Optional.empty();
        }
    }

    private static Optional<Terminal> known(int rows, int columns) {
        return rows > 0 && columns > 0 ? Optional.of(new Terminal(rows, columns)) : Optional.empty();
    }
}
