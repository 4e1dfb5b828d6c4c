package org.mcporchestrator.redis.embedded;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;

/**
 * What a server leaves behind so that a later process finds it again and knows it.
 *
 * @param pid 0 as long as it is not known
 * @param began when that process began, as the operating system says: pids are given to others again
 * @param runId the mark that Redis gives itself at each start; empty as long as it is not known
 */
record Trace(int port, String password, long pid, String began, String runId) {

    private static final int PASSWORD_BYTES = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** What a running server says of itself. */
    record Identity(long pid, String runId, Version version) {}

    /** For a server that is still to be started. */
    static Trace fresh(int port) {
        var password = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(password);
        return new Trace(port, HexFormat.of().formatHex(password), 0, "", "");
    }

    static Trace parse(String text) {
        var properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new Trace(Integer.parseInt(properties.getProperty("port", "0")), properties.getProperty("password", ""),
                Long.parseLong(properties.getProperty("pid", "0")), properties.getProperty("began", ""),
                properties.getProperty("run_id", ""));
    }

    String text() {
        var properties = new Properties();
        properties.setProperty("port", Integer.toString(port));
        properties.setProperty("password", password);
        properties.setProperty("pid", Long.toString(pid));
        properties.setProperty("began", began);
        properties.setProperty("run_id", runId);
        var text = new StringWriter();
        try {
            properties.store(text, null);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    Trace of(Identity identity) {
        var began = ProcessHandle.of(identity.pid()).map(Trace::began).orElse("");
        return new Trace(port, password, identity.pid(), began, identity.runId());
    }

    /** The server that listens at the port, if it takes the password. */
    Optional<Identity> identity() {
        try (var dialogue = new Dialogue(port, PATIENCE)) {
            var _ = dialogue.ask("AUTH", password);
            var info = new Properties();
            info.load(new StringReader(dialogue.ask("INFO", "server")));
            return Optional.of(new Identity(Long.parseLong(info.getProperty("process_id")), info.getProperty("run_id"),
                    Version.parse(info.getProperty("redis_version"))));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Whether that is the server of which this is the trace. One that died before it was known has shown the password. */
    boolean isOf(Identity identity) {
        return runId.isEmpty() || runId.equals(identity.runId());
    }

    /** The process, if it still lives and is no other that has got its number. */
    Optional<ProcessHandle> process() {
        return pid == 0 || began.isEmpty() ? Optional.empty()
                : ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(process -> began(process).equals(began));
    }

    private static String began(ProcessHandle process) {
        return process.info().startInstant().map(Object::toString).orElse("");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "port=%d pid=%d run_id=%s".formatted(port, pid, runId);
    }
}
