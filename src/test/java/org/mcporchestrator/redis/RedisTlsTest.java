package org.mcporchestrator.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mcporchestrator.journal.JournalFixture.submission;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcporchestrator.TestMapper;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.redis.LocalRedis.Retention;
import org.mcporchestrator.redis.link.LinkState;

import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;

/** A Redis that speaks TLS only, with a certificate that nobody but the test has issued. */
class RedisTlsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private RedisServers servers;
    private int port;
    private Path certificate;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException, InterruptedException {
        servers = new RedisServers(folder);
        port = RedisServers.freePort();
        certificate = folder.resolve("cert.pem");
        var key = folder.resolve("key.pem");
        makeCertificate(key);
        var server = servers.server("port 0", "tls-port " + port, "bind 127.0.0.1", "save \"\"", "tls-auth-clients no",
                "tls-cert-file " + certificate, "tls-key-file " + key, "tls-ca-cert-file " + certificate);
        await().atMost(PATIENCE).until(() -> listens() || !server.isAlive());
        Assumptions.assumeTrue(server.isAlive(), "the bundled redis-server of this system has no TLS");
    }

    @AfterEach
    void stop() {
        servers.close();
        vertx.closeAndAwait();
    }

    @Test
    void journalSpeaksTlsToARedisWhoseCertificateItTrusts() {
        var journal = journal(
                new NetClientOptions().setTrustOptions(new PemTrustOptions().addCertPath(certificate.toString())));
        try {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> journal.create(submission(1), Optional.empty()).await()
                    .atMost(PATIENCE) instanceof Creation.Queued);
            assertThat(journal.find(submission(1).id()).await().atMost(PATIENCE)).isPresent();
        } finally {
            journal.close();
        }
    }

    @Test
    void journalDoesNotSpeakToARedisWhoseCertificateItDoesNotTrust() {
        var journal = journal(new NetClientOptions());
        try {
            var state = journal.states().filter(known -> !(known instanceof LinkState.Idle)).toUni().await().atMost(PATIENCE);

            assertThat(state).isInstanceOf(LinkState.Down.class);
        } finally {
            journal.close();
        }
    }

    private boolean listens() {
        try (var socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private RedisJournal journal(NetClientOptions net) {
        var client = Redis.createClient(vertx, new RedisOptions().setConnectionString("rediss://localhost:" + port)
                .setMaxPoolSize(16).setNetClientOptions(net.setHostnameVerificationAlgorithm("HTTPS")));
        var journal = new RedisJournal(client, new LocalRedis.Settings(port, 0, "", Optional.empty(), true, PATIENCE),
                Retention.SMALL, TestMapper.create());
        journal.connect();
        return journal;
    }

    private void makeCertificate(Path key) throws IOException, GeneralSecurityException, InterruptedException {
        var store = folder.resolve("store.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        var made = new ProcessBuilder(keytool.toString(), "-genkeypair", "-alias", "redis", "-keyalg", "EC", "-dname",
                "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1", "-storetype", "PKCS12", "-keystore", store.toString(),
                "-storepass", new String(PASSWORD)).redirectErrorStream(true).start();
        assertThat(made.waitFor()).isZero();
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        Files.writeString(certificate, pem("CERTIFICATE", keys.getCertificate("redis").getEncoded()));
        Files.writeString(key, pem("PRIVATE KEY", keys.getKey("redis", PASSWORD).getEncoded()));
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind,
                Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content), kind);
    }
}
