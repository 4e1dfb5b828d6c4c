package org.mcporchestrator.redis.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.quarkus.logging.Log;
import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * The folder with the data, locked as long as this is open. In it:
 *
 * <pre>
 * lock           locked by the process that uses the folder
 * redis/         Redis' own folder, for its owner only
 *   trace        Trace of the server that runs, for its owner only
 *   version      of the Redis that wrote here last
 *   redis.log    what the server said since its last start
 * </pre>
 */
final class DataFolder implements AutoCloseable {

    private static final String TEMPORARY = "mcp-orchestrator-redis-";
    private static final String HELD = "org.mcporchestrator.redis.embedded.held:";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?> SECRET = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path root;
    private final FileChannel lock;
    private final boolean temporary;

    private DataFolder(Path root, FileChannel lock, boolean temporary) {
        this.root = root;
        this.lock = lock;
        this.temporary = temporary;
    }

    /** @throws ConfigurationException if another process uses it, or nothing can be written there */
    static DataFolder open(Path folder) {
        return opened(folder, false).orElseThrow(() -> new ConfigurationException(
                "The data folder %s is in use by another process. Stop that one, or give this one a folder of its own by DATA_DIR"
                        .formatted(folder.toAbsolutePath().normalize())));
    }

    /** A new one that is removed when it is closed. */
    static DataFolder temporary() {
        try {
            return opened(Files.createTempDirectory(TEMPORARY), true).orElseThrow();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Temporary ones whose process has ended without closing them. */
    static List<DataFolder> leftovers() {
        var folders = new ArrayList<DataFolder>();
        try (var found = Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), TEMPORARY + "*")) {
            for (var folder : found) {
                if (isOurs(folder) && Files.exists(folder.resolve("lock"))) {
                    opened(folder, true).ifPresent(folders::add);
                }
            }
        } catch (IOException | ConfigurationException failure) {
            Log.debugf("temporary folders stay where they are: error=%s", failure.getMessage());
        }
        return folders;
    }

    /** Others may create what they like where temporary files are. */
    private static boolean isOurs(Path folder) throws IOException {
        return Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName().equals(System.getProperty("user.name"));
    }

    private static Optional<DataFolder> opened(Path folder, boolean temporary) {
        var root = folder.toAbsolutePath().normalize();
        try {
            var redis = Files.createDirectories(root.resolve("redis"));
            Files.setPosixFilePermissions(redis, OWNER_ONLY);
            return locked(root.resolve("lock")).map(lock -> new DataFolder(root, lock, temporary));
        } catch (IOException failure) {
            throw new ConfigurationException("The data folder %s cannot be used: %s. Another one can be named by DATA_DIR"
                    .formatted(root, failure), failure);
        }
    }

    /**
     * A process that closes a file loses its lock of it even if it was locked through another channel (POSIX), so the file is
     * left alone if this process has it already; after a live reload other classes are loaded, which share these properties.
     */
    private static Optional<FileChannel> locked(Path file) throws IOException {
        if (System.getProperties().putIfAbsent(HELD + file, "") != null) {
            return Optional.empty();
        }
        var locked = Optional.<FileChannel> empty();
        try {
            locked = lockedByNobody(file);
            return locked;
        } finally {
            if (locked.isEmpty()) {
                System.getProperties().remove(HELD + file);
            }
        }
    }

    private static Optional<FileChannel> lockedByNobody(Path file) throws IOException {
        var channel = FileChannel.open(file, CREATE, WRITE);
        if (channel.tryLock() != null) {
            return Optional.of(channel);
        }
        channel.close();
        return Optional.empty();
    }

    Path root() {
        return root;
    }

    Path redis() {
        return root.resolve("redis");
    }

    Path log() {
        return redis().resolve("redis.log");
    }

    Optional<Trace> trace() {
        try {
            return content("trace").map(Trace::parse);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    void remember(Trace trace) {
        replace("trace", trace.text());
    }

    void forget() {
        try {
            Files.deleteIfExists(redis().resolve("trace"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @throws ConfigurationException if it has data that this version may not be able to read */
    void refuseIfNewerThan(Version version) {
        var last = content("version").map(Version::parse)
                .filter(written -> written.major() > version.major())
                .or(() -> Files.exists(redis().resolve("appendonlydir"))
                        && version.major() < Version.FIRST_WITH_APPEND_FOLDER ? Optional.of(Version.parse("7.0"))
                                : Optional.empty());
        last.ifPresent(newer -> {
            throw new ConfigurationException("""
                    The data folder %s was written by Redis %s, which %s cannot read. Name a newer redis-server by \
                    orchestrator.redis.embedded.executable, or another folder by DATA_DIR""".formatted(root, newer, version));
        });
    }

    void writtenBy(Version version) {
        replace("version", version.text());
    }

    private Optional<String> content(String name) {
        try {
            var file = redis().resolve(name);
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void replace(String name, String content) {
        var next = redis().resolve(name + ".next");
        try {
            Files.deleteIfExists(next);
            Files.createFile(next, SECRET);
            Files.writeString(next, content);
            Files.move(next, redis().resolve(name), ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Lets others have it. */
    @Override
    public void close() {
        try {
            lock.close();
            System.getProperties().remove(HELD + root.resolve("lock"));
            if (temporary) {
                remove();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void remove() throws IOException {
        try (var files = Files.walk(root)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
