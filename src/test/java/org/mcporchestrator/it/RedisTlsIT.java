package org.mcporchestrator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import redis.embedded.core.ExecutableProvider;

/**
 * A Redis that speaks TLS only, by a certificate of its own: {@code rediss://} with the settings that operations.md tells of.
 */
@Tag("long")
class RedisTlsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    private final int port = App.freePort();
    private Process redis;
    private App app;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException, InterruptedException {
        makeCertificate();
        redis = new ProcessBuilder(ExecutableProvider.newJarResourceProvider(folder.toFile()).get().getAbsolutePath(),
                "--port", "0", "--tls-port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "",
                "--tls-auth-clients", "no", "--tls-cert-file", "cert.pem", "--tls-key-file", "key.pem",
                "--tls-ca-cert-file", "cert.pem").directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.log").toFile()).start();
        app = new App(folder, port).with("REDIS_URL", "rediss://localhost:" + port);
    }

    @AfterEach
    void end() {
        app.close();
        App.end(redis.destroyForcibly());
    }

    @Test
    void certificateThatIsNamedIsTrusted() {
        app.with("QUARKUS_TLS_REDIS_TRUST_STORE_PEM_CERTS", folder.resolve("cert.pem").toString())
                .with("QUARKUS_REDIS_TLS_CONFIGURATION_NAME", "redis").start().awaitReady();

        await("a connection to Redis").atMost(PATIENCE).until(() -> app.log().contains("Redis connected"));
    }

    @Test
    void certificateThatNobodyNamedIsNotTrusted() {
        app.start().awaitReady();

        assertThat(app.log()).contains("Redis unavailable").doesNotContain("Redis connected");
    }

    private void makeCertificate() throws IOException, GeneralSecurityException, InterruptedException {
        var store = folder.resolve("store.p12");
        var made = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-alias", "redis", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost", "-storetype",
                "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD).redirectErrorStream(true).start();
        assertThat(made.waitFor()).isZero();
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        write("cert.pem", "CERTIFICATE", keys.getCertificate("redis").getEncoded());
        write("key.pem", "PRIVATE KEY", keys.getKey("redis", PASSWORD.toCharArray()).getEncoded());
    }

    private void write(String file, String kind, byte[] content) throws IOException {
        Files.writeString(folder.resolve(file), "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind,
                Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content), kind));
    }
}
