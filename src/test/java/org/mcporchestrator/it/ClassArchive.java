package org.mcporchestrator.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * What the JVM keeps of the application from one start to the next (its AOT cache, JEP 514): a start then takes half the time.
 * Made once after each packaging, by whichever test process is first.
 */
final class ClassArchive {

    private static final Path FOLDER = Path.of("target", "it");
    private static final Path FILE = FOLDER.resolve("classes.jsa").toAbsolutePath();

    private ClassArchive() {}

    /** Options for the JVM that runs this jar. */
    static synchronized List<String> of(Path jar) {
        try {
            Files.createDirectories(FOLDER);
            try (var channel = FileChannel.open(FOLDER.resolve("classes.lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE); var _ = channel.lock()) {
                if (!isNewerThan(jar)) {
                    make();
                }
            }
            return List.of("-XX:SharedArchiveFile=" + FILE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean isNewerThan(Path jar) throws IOException {
        return Files.exists(FILE) && Files.getLastModifiedTime(FILE).compareTo(Files.getLastModifiedTime(jar)) > 0;
    }

    /** The classes are those of one workflow from its submission to its end. */
    private static void make() throws IOException {
        var folder = Files.createTempDirectory(FOLDER.toAbsolutePath(), "training");
        var made = folder.resolve("classes.jsa");
        try (var redis = new Server(folder).start();
                var model = new Model(Duration.ZERO, Duration.ZERO);
                var app = App.archiving(made, folder, redis.port()).asking(model).start().awaitReady();
                var api = new Api(app)) {
            var id = api.submit(model.marker(), true).body().path("task_id").asText();
            var reader = api.read(id);
            await().atMost(Duration.ofSeconds(20)).until(reader::done);
            app.terminate();
        }
        Files.move(made, FILE, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
