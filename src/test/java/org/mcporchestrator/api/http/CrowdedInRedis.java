package org.mcporchestrator.api.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import redis.embedded.RedisServer;

/**
 * With a Redis in which there is nothing at first, one slot, one place in the queue, and answers that take a while. Its tests
 * leave no workflow behind. One profile, since each costs seconds.
 */
public class CrowdedInRedis implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("orchestrator.engine.max-workflows", "1", "orchestrator.engine.max-waiting", "1",
                "orchestrator.provider.scripted.latency", "100ms");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(OwnRedis.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }

    public static class OwnRedis implements QuarkusTestResourceLifecycleManager {

        private RedisServer server;

        @Override
        public Map<String, String> start() {
            try (var socket = new ServerSocket(0)) {
                var port = socket.getLocalPort();
                socket.close();
                server = RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"").build();
                server.start();
                return Map.of("orchestrator.redis.enabled", "true", "orchestrator.redis.host", "127.0.0.1",
                        "orchestrator.redis.port", Integer.toString(port));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public void stop() {
            try {
                server.stop();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
