package org.mcporchestrator.redis.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigurationException;

/** With real servers. */
class EmbeddedRedisTest {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final URI NOBODY = URI.create("redis://localhost:1/0");

    @TempDir
    Path data;

    private final List<EmbeddedRedis> all = new ArrayList<>();
    private final List<Server> abandoned = new ArrayList<>();
    private final List<String> logged = new ArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getMessage() + " " + (entry.getParameters() == null ? "" : List.of(entry.getParameters())));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private record Settings(Mode mode, Path dataDir, Optional<Path> executable) implements EmbeddedRedisConfig {}

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(listener);
    }

    @AfterEach
    void stopAll() {
        Logger.getLogger("").removeHandler(listener);
        all.forEach(EmbeddedRedis::stop);
        abandoned.forEach(Server::stop);
    }

    @Test
    void startsInDevModeWhenNobodyAnswers() throws IOException {
        var uri = dev().inPlaceOf(URI.create("redis://localhost:1/5"));

        assertThat(ask(uri, "PING")).isEqualTo("PONG");
        assertThat(uri.getPath()).isEqualTo("/5");
        assertThat(setting(uri, "maxmemory-policy")).isEqualTo("noeviction");
        assertThat(setting(uri, "appendonly")).isEqualTo("yes");
        assertThat(setting(uri, "appendfsync")).isEqualTo("everysec");
        assertThat(setting(uri, "save")).isEmpty();
    }

    @Test
    void answersWithTheSameServerEachTime() {
        var redis = dev();

        assertThat(redis.inPlaceOf(NOBODY)).isEqualTo(redis.inPlaceOf(NOBODY));
    }

    @Test
    void leavesDevModeWithTheRedisThatIsThere() {
        var there = dev().inPlaceOf(NOBODY);
        var withoutPassword = URI.create("redis://127.0.0.1:" + there.getPort() + "/0");

        assertThat(redis(Mode.AUTO, LaunchMode.DEVELOPMENT, data.resolve("other")).inPlaceOf(withoutPassword))
                .isEqualTo(withoutPassword);
        assertThat(data.resolve("other")).doesNotExist();
    }

    @Test
    void takesNobodyForRedisWhoAcceptsButDoesNotAnswer() throws IOException {
        try (var silent = new ServerSocket(0)) {
            var configured = URI.create("redis://localhost:" + silent.getLocalPort());

            assertThat(dev().inPlaceOf(configured).getPort()).isNotEqualTo(configured.getPort());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void listensOnLoopbackOnly() throws IOException {
        var port = dev().inPlaceOf(NOBODY).getPort();

        assertThat(listening(port)).isNotEmpty().allSatisfy(address -> assertThat(address).isEqualTo("0100007F"));
    }

    @Test
    void wantsThePassword() {
        var uri = dev().inPlaceOf(NOBODY);

        assertThatThrownBy(() -> {
            try (var dialogue = new Dialogue(uri.getPort(), PATIENCE)) {
                var _ = dialogue.ask("GET", "key");
            }
        }).hasMessageContaining("NOAUTH");
    }

    @Test
    void keepsItsDataAndItsPlaceForItsOwner() throws IOException {
        var _ = dev().inPlaceOf(NOBODY);

        assertThat(mode(data.resolve("redis"))).isEqualTo("rwx------");
        assertThat(mode(data.resolve("redis/trace"))).isEqualTo("rw-------");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void tellsThePasswordToNobody() throws IOException {
        var redis = dev();
        var password = redis.inPlaceOf(NOBODY).getUserInfo().substring(1);
        var pid = trace().pid();

        redis.stop();

        assertThat(password).hasSize(64);
        assertThat(logged).anyMatch(line -> line.contains("embedded Redis started"))
                .anyMatch(line -> line.contains("embedded Redis stopped"))
                .noneMatch(line -> line.contains(password));
        assertThat(data.resolve("redis/redis.log")).content().doesNotContain(password);
        assertThat(data.resolve("redis/trace")).doesNotExist();
        assertEnds(pid);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void givesItsServerNeitherPasswordNorKeysOnTheWay() throws IOException {
        var spy = Files.writeString(data.resolve("spy"), """
                #!/bin/sh
                { env; echo "$@"; } >> %s
                exec %s "$@"
                """.formatted(data.resolve("seen"), Binary.forTrial(Optional.empty(), "", data).path()));
        Files.setPosixFilePermissions(spy, PosixFilePermissions.fromString("rwx------"));
        var redis = new EmbeddedRedis(new Settings(Mode.ALWAYS, data, Optional.of(spy)), LaunchMode.DEVELOPMENT, "");
        all.add(redis);

        var password = redis.inPlaceOf(NOBODY).getUserInfo().substring(1);

        var seen = Files.readString(data.resolve("seen"));
        assertThat(seen).contains("PATH=").doesNotContain(password);
        assertThat(seen.lines().skip(seen.lines().toList().indexOf("--version") + 1))
                .allMatch(line -> line.matches("-|(PATH|HOME|LANG|TZ|TMPDIR|LD_LIBRARY_PATH|PWD|OLDPWD|SHLVL|_)=.*"));
    }

    @Test
    void dataSurviveStopAndStart() throws IOException {
        var first = dev();
        ask(first.inPlaceOf(NOBODY), "SET", "key", "kept");
        first.stop();

        assertThat(ask(dev().inPlaceOf(NOBODY), "GET", "key")).isEqualTo("kept");
    }

    @Test
    void endsAServerThatHangs() throws Exception {
        var redis = dev();
        var _ = redis.inPlaceOf(NOBODY);
        var pid = trace().pid();
        assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor()).isZero();

        redis.stop();

        assertEnds(pid);
    }

    @Test
    void startsAgainAfterItWasStopped() throws IOException {
        var redis = dev();
        ask(redis.inPlaceOf(NOBODY), "SET", "key", "kept");
        redis.stop();

        assertThat(ask(redis.inPlaceOf(NOBODY), "GET", "key")).isEqualTo("kept");
    }

    @Test
    void refusesAFolderThatIsInUse() {
        var _ = dev().inPlaceOf(NOBODY);

        assertThatThrownBy(() -> dev().inPlaceOf(NOBODY)).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("in use").hasMessageContaining(data.toString()).hasMessageContaining("DATA_DIR");
    }

    /** Closing a second channel would release the lock, which only other processes would see. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void keepsItsLockWhenItRefusesItself() throws IOException {
        var _ = dev().inPlaceOf(NOBODY);
        var inode = ":" + Files.getAttribute(data.resolve("lock"), "unix:ino") + " ";

        assertThatThrownBy(() -> dev().inPlaceOf(NOBODY)).hasMessageContaining("in use");

        assertThat(Path.of("/proc/locks")).content().contains(inode);
    }

    @Test
    void saysWhereItCannotWrite() throws IOException {
        var file = Files.createFile(data.resolve("file"));

        assertThatThrownBy(() -> redis(Mode.AUTO, LaunchMode.DEVELOPMENT, file).inPlaceOf(NOBODY))
                .isInstanceOf(ConfigurationException.class).hasMessageContaining(file.toString());
    }

    @Test
    void adoptsTheServerOfAKilledProcess() throws IOException {
        var left = abandoned();
        ask(left.uri("/0"), "SET", "key", "kept");
        var pid = trace().pid();

        var redis = dev();
        var uri = redis.inPlaceOf(NOBODY);
        redis.stop();

        assertThat(uri).isEqualTo(left.uri("/0"));
        assertThat(logged).anyMatch(line -> line.contains("adopted"));
        assertEnds(pid);
        assertThat(ask(dev().inPlaceOf(NOBODY), "GET", "key")).isEqualTo("kept");
    }

    @Test
    void adoptsTheServerOfAProcessThatWasKilledBeforeItKnewIt() throws IOException {
        var left = abandoned();
        change(new Trace(left.port(), trace().password(), 0, "", ""));

        assertThat(dev().inPlaceOf(NOBODY)).isEqualTo(left.uri("/0"));
        assertThat(trace().runId()).isNotEmpty();
    }

    @Test
    void doesNotAdoptAServerWithAnotherRunId() throws IOException {
        var stranger = redis(Mode.AUTO, LaunchMode.DEVELOPMENT, data.resolve("stranger")).inPlaceOf(NOBODY);
        DataFolder.open(data).close();
        change(new Trace(stranger.getPort(), stranger.getUserInfo().substring(1), 1, "long ago", "another"));

        var uri = dev().inPlaceOf(NOBODY);

        assertThat(uri.getPort()).isNotEqualTo(stranger.getPort());
        assertThat(ask(stranger, "PING")).isEqualTo("PONG");
    }

    @Test
    void endsItsOwnServerThatCannotBeAdopted() throws IOException {
        var left = abandoned();
        ask(left.uri("/0"), "SET", "key", "kept");
        var trace = trace();
        change(new Trace(trace.port(), "wrong", trace.pid(), trace.began(), trace.runId()));

        var uri = dev().inPlaceOf(NOBODY);

        assertEnds(trace.pid());
        assertThat(ask(uri, "GET", "key")).isEqualTo("kept");
    }

    @Test
    void startsAnewWhenTheServerDiedToo() throws IOException {
        var left = abandoned();
        ask(left.uri("/0"), "SET", "key", "kept");
        left.stop();

        assertThat(ask(dev().inPlaceOf(NOBODY), "GET", "key")).isEqualTo("kept");
    }

    @Test
    void startsDespiteATraceThatCannotBeRead() throws IOException {
        Files.createDirectories(data.resolve("redis"));
        Files.writeString(data.resolve("redis/trace"), "port=many\n");

        assertThat(ask(dev().inPlaceOf(NOBODY), "PING")).isEqualTo("PONG");
    }

    @Test
    void refusesDataOfANewerRedis() throws IOException {
        Files.createDirectories(data.resolve("redis"));
        Files.writeString(data.resolve("redis/version"), "99.1.0");

        assertThatThrownBy(() -> dev().inPlaceOf(NOBODY)).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("99.1.0").hasMessageContaining("6.2").hasMessageContaining(data.toString());
        DataFolder.open(data).close();
    }

    @Test
    void refusesAnAppendFolderThatTheOldOneWouldOverlook() throws IOException {
        Files.createDirectories(data.resolve("redis/appendonlydir"));

        assertThatThrownBy(() -> dev().inPlaceOf(NOBODY)).hasMessageContaining("was written by Redis 7.0");
    }

    @Test
    void productionRefusesTheBundledRedis() {
        var bundled = Binary.forTrial(Optional.empty(), "", data).path();
        var redis = new EmbeddedRedis(new Settings(Mode.ALWAYS, data, Optional.of(bundled)), LaunchMode.NORMAL, "");

        assertThatThrownBy(() -> redis.inPlaceOf(NOBODY)).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("6.2").hasMessageContaining("version 7 or newer").hasMessageContaining("REDIS_HOST");
    }

    @Test
    void productionSaysWhatToInstall() {
        assertThatThrownBy(() -> redis(Mode.ALWAYS, LaunchMode.NORMAL, data).inPlaceOf(NOBODY))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("none is on the PATH").hasMessageContaining("apt-get install redis-server");
    }

    @Test
    void productionTakesTheOneOnThePathAndSaysWhatItSaid() throws IOException {
        var broken = Files.writeString(data.resolve("redis-server"), """
                #!/bin/sh
                [ "$1" = --version ] && echo 'Redis server v=7.2.4 sha=0' && exit
                echo 'no memory today'
                """);
        Files.setPosixFilePermissions(broken, PosixFilePermissions.fromString("rwx------"));
        var redis = new EmbeddedRedis(new Settings(Mode.ALWAYS, data, Optional.empty()), LaunchMode.NORMAL, data.toString());

        assertThatThrownBy(() -> redis.inPlaceOf(NOBODY)).hasMessageContaining("no memory today");
        DataFolder.open(data).close();
    }

    @Test
    void productionHasNoneUnlessAsked() {
        assertThat(redis(Mode.AUTO, LaunchMode.NORMAL, data).inPlaceOf(NOBODY)).isEqualTo(NOBODY);
        assertThat(redis(Mode.NEVER, LaunchMode.DEVELOPMENT, data).inPlaceOf(NOBODY)).isEqualTo(NOBODY);
        assertThat(redis(Mode.NEVER, LaunchMode.TEST, data).inPlaceOf(NOBODY)).isEqualTo(NOBODY);
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void testsGetOneOfTheirOwnAndLeaveNothing() throws IOException {
        var there = dev().inPlaceOf(NOBODY);
        var redis = redis(Mode.AUTO, LaunchMode.TEST, data.resolve("unused"));

        var uri = redis.inPlaceOf(there);
        var folder = Path.of(setting(uri, "dir")).getParent();

        assertThat(uri.getPort()).isNotEqualTo(there.getPort());
        assertThat(folder).isDirectory();
        redis.stop();
        assertThat(folder).doesNotExist();
        assertThat(data.resolve("unused")).doesNotExist();
    }

    @Test
    void testsRemoveWhatAKilledTestHasLeft() throws IOException {
        var folder = abandonedIn(Files.createTempDirectory("mcp-orchestrator-redis-"));
        var pid = folder.trace().orElseThrow().pid();

        var _ = redis(Mode.AUTO, LaunchMode.TEST, data).inPlaceOf(NOBODY);

        assertEnds(pid);
        assertThat(folder.root()).doesNotExist();
    }

    @Test
    void modeCanBeWrittenAsASwitch() {
        assertThat(Mode.of("true")).isEqualTo(Mode.ALWAYS);
        assertThat(Mode.of("FALSE")).isEqualTo(Mode.NEVER);
        assertThat(Mode.of(" auto")).isEqualTo(Mode.AUTO);
        assertThatThrownBy(() -> Mode.of("maybe")).hasMessageContaining("maybe");
    }

    private EmbeddedRedis dev() {
        return redis(Mode.AUTO, LaunchMode.DEVELOPMENT, data);
    }

    private EmbeddedRedis redis(Mode mode, LaunchMode launch, Path folder) {
        var redis = new EmbeddedRedis(new Settings(mode, folder, Optional.empty()), launch, "");
        all.add(redis);
        return redis;
    }

    /** What a process leaves when it is killed: the server runs, nobody holds the lock. */
    private Server abandoned() {
        var _ = abandonedIn(data);
        return abandoned.getLast();
    }

    private DataFolder abandonedIn(Path root) {
        try (var folder = DataFolder.open(root)) {
            abandoned.add(Server.start(Binary.forTrial(Optional.empty(), "", folder.redis()), folder));
            return folder;
        }
    }

    private Trace trace() throws IOException {
        return Trace.parse(Files.readString(data.resolve("redis/trace")));
    }

    private void change(Trace trace) {
        try (var folder = DataFolder.open(data)) {
            folder.remember(trace);
        }
    }

    private static void assertEnds(long pid) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ProcessHandle.of(pid)).isEmpty());
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    /** {@code CONFIG GET} answers with name and value, which the dialogue does not read. */
    private static String setting(URI uri, String name) throws IOException {
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write("AUTH %s\r\nCONFIG GET %s\r\nQUIT\r\n"
                    .formatted(uri.getUserInfo().substring(1), name).getBytes(UTF_8));
            var lines = new String(socket.getInputStream().readAllBytes(), UTF_8).split("\r\n");
            return lines[5];
        }
    }

    /** Addresses at which somebody listens to the port, as Linux writes them. */
    private static List<String> listening(int port) throws IOException {
        var addresses = new ArrayList<String>();
        for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (var line : Files.readAllLines(Path.of(table))) {
                var columns = line.strip().split("\\s+");
                if (columns[3].equals("0A") && columns[1].endsWith(":%04X".formatted(port))) {
                    addresses.add(columns[1].substring(0, columns[1].indexOf(':')));
                }
            }
        }
        return addresses;
    }

    @CanIgnoreReturnValue
    private static String ask(URI uri, String... words) throws IOException {
        try (var dialogue = new Dialogue(uri.getPort(), PATIENCE)) {
            var _ = dialogue.ask("AUTH", uri.getUserInfo().substring(1));
            return dialogue.ask(words);
        }
    }
}
