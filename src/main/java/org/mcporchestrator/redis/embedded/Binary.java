package org.mcporchestrator.redis.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.quarkus.runtime.configuration.ConfigurationException;

/** A {@code redis-server} that can be run. */
record Binary(Path path, Version version) {

    static final int OLDEST_IN_PRODUCTION = 7;

    private static final long PATIENCE_SECONDS = 5;

    /**
     * The one for production.
     *
     * @param path the folders in which to look, as in the variable PATH
     */
    static Binary installed(Optional<Path> named, String path) {
        var binary = named.or(() -> onPath(path)).map(Binary::at).orElseThrow(() -> missing("none is on the PATH"));
        if (binary.version().major() < OLDEST_IN_PRODUCTION) {
            throw missing("%s is %s".formatted(binary.path(), binary.version()));
        }
        return binary;
    }

    /**
     * The one for dev mode and tests.
     *
     * @param folder to which the bundled one is copied
     */
    static Binary forTrial(Optional<Path> named, String path, Path folder) {
        return named.or(() -> bundled(folder)).or(() -> onPath(path)).map(Binary::at)
                .orElseThrow(() -> missing("none is bundled for this system, and none is on the PATH"));
    }

    private static ConfigurationException missing(String found) {
        return new ConfigurationException("""
                An embedded Redis needs a redis-server of version %d or newer, but %s. Install one (apt-get install \
                redis-server, brew install redis), name one by orchestrator.redis.embedded.executable, or use a Redis that \
                runs already: REDIS_EMBEDDED=false and REDIS_HOST""".formatted(OLDEST_IN_PRODUCTION, found));
    }

    private static Optional<Path> onPath(String path) {
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private static Binary at(Path path) {
        try {
            var process = new ProcessBuilder(path.toString(), "--version").redirectErrorStream(true).start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                var _ = process.destroyForcibly();
                throw new ConfigurationException(path + " does not tell its version");
            }
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.exitValue() != 0) {
                throw new ConfigurationException("%s cannot be run: %s".formatted(path, said));
            }
            return new Binary(path, Version.parse(said));
        } catch (IOException failure) {
            throw new ConfigurationException("%s cannot be run: %s".formatted(path, failure.getMessage()), failure);
        } catch (IllegalArgumentException failure) {
            throw new ConfigurationException("%s is no redis-server".formatted(path), failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at start", failure);
        }
    }

    private static Optional<Path> bundled(Path folder) {
        return bundledName().flatMap(name -> copied(name, folder.resolve(name)));
    }

    /** Names in com.github.codemonstur:embedded-redis 1.4.4; what they call 6.2.6 is 6.2.11. */
    private static Optional<String> bundledName() {
        var arm = "aarch64".equals(System.getProperty("os.arch"));
        return switch (System.getProperty("os.name")) {
            case "Linux" -> Optional.of(arm ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64");
            case "Mac OS X" -> Optional.of("redis-server-6.2.6-v5-darwin-" + (arm ? "arm64" : "amd64"));
            default -> Optional.empty();
        };
    }

    private static Optional<Path> copied(String resource, Path file) {
        if (Files.isExecutable(file)) {
            return Optional.of(file);
        }
        var next = file.resolveSibling(file.getFileName() + ".next");
        try (var content = Binary.class.getResourceAsStream("/" + resource)) {
            if (content == null) {
                return Optional.empty();
            }
            Files.copy(content, next, REPLACE_EXISTING);
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwx------"));
            return Optional.of(Files.move(next, file, ATOMIC_MOVE));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
