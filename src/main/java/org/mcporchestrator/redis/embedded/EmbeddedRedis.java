package org.mcporchestrator.redis.embedded;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import io.quarkus.logging.Log;
import io.quarkus.runtime.LaunchMode;

/**
 * A Redis server that lives as long as this application: started when somebody asks where Redis is, if one is wanted, and
 * stopped at the end, which a live reload of dev mode is as well; the data stay in the folder.
 */
@Singleton
public class EmbeddedRedis {

    private static final Duration PROBE_AT_MOST = Duration.ofMillis(300);

    private final EmbeddedRedisConfig config;
    private final LaunchMode launch;
    private final String path;
    private @Nullable DataFolder folder;
    private @Nullable Server server;

    @Inject
    EmbeddedRedis(EmbeddedRedisConfig config) {
        this(config, LaunchMode.current(), Optional.ofNullable(System.getenv("PATH")).orElse(""));
    }

    EmbeddedRedis(EmbeddedRedisConfig config, LaunchMode launch, String path) {
        this.config = config;
        this.launch = launch;
        this.path = path;
    }

    /**
     * Where Redis is: as configured or, if one is wanted in its place, this one with the same database number. Blocks until it
     * answers, when it is asked for the first time.
     *
     * @throws io.quarkus.runtime.configuration.ConfigurationException if one is wanted but cannot be had
     */
    public synchronized URI inPlaceOf(URI configured) {
        if (server == null && isWanted(configured)) {
            start();
        }
        return server == null ? configured : server.uri(configured.getPath());
    }

    private boolean isWanted(URI configured) {
        return switch (config.mode()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> launch == LaunchMode.TEST || launch == LaunchMode.DEVELOPMENT && !isAnsweredAt(configured);
        };
    }

    /** In a thread that can be left alone: nothing else bounds the time to resolve a host's name. */
    private static boolean isAnsweredAt(URI configured) {
        var answered = new AtomicBoolean();
        try {
            var _ = Thread.ofVirtual().start(() -> answered.set(Dialogue.isAnsweredAt(configured, PROBE_AT_MOST)))
                    .join(PROBE_AT_MOST);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return answered.get();
    }

    private void start() {
        var began = System.nanoTime();
        var opened = launch == LaunchMode.TEST ? temporary() : DataFolder.open(config.dataDir());
        try {
            var adopted = Server.adopt(opened, isTrial() ? 0 : Binary.OLDEST_IN_PRODUCTION);
            var running = adopted.orElseGet(() -> started(opened));
            folder = opened;
            server = running;
            Log.infof("embedded Redis %s: port=%d data=%s version=%s took=%dms",
                    adopted.isPresent() ? "of a killed process adopted" : "started",
                    running.port(), opened.root(), running.version(), (System.nanoTime() - began) / 1_000_000);
        } catch (RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    private static DataFolder temporary() {
        DataFolder.leftovers().forEach(EmbeddedRedis::remove);
        return DataFolder.temporary();
    }

    /** What a test that was killed has left behind. */
    private static void remove(DataFolder leftover) {
        Server.adopt(leftover, 0).ifPresent(Server::stop);
        leftover.close();
    }

    private Server started(DataFolder in) {
        var binary = isTrial() ? Binary.forTrial(config.executable(), path, in.redis())
                : Binary.installed(config.executable(), path);
        in.refuseIfNewerThan(binary.version());
        return Server.start(binary, in);
    }

    private boolean isTrial() {
        return launch == LaunchMode.TEST || launch == LaunchMode.DEVELOPMENT;
    }

    /** The data stay, but for those of tests. */
    @PreDestroy
    synchronized void stop() {
        var running = server;
        var opened = folder;
        server = null;
        folder = null;
        if (running != null && opened != null) {
            running.stop();
            opened.forget();
            opened.close();
            Log.infof("embedded Redis stopped: port=%d data=%s", running.port(), opened.root());
        }
    }
}
