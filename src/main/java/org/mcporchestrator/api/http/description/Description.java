package org.mcporchestrator.api.http.description;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.inject.Singleton;

import org.mcporchestrator.api.http.HttpConfig;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;

/**
 * {@code META-INF/openapi.yaml} with the version of this server in it. Read and converted once, when first asked for and beside
 * the event loop: what takes longer than the rest of a start is paid by those who want it.
 */
@Singleton
class Description {

    private static final String FILE = "/META-INF/openapi.yaml";
    private static final String VERSION = "${version}";

    private final Uni<Buffer> yaml;
    private final Uni<Buffer> json;

    Description(HttpConfig config, ObjectMapper mapper) {
        var text = once(Uni.createFrom().item(() -> Resource.text(FILE).replace(VERSION, quoted(config.version()))));
        this.yaml = text.map(Buffer::buffer);
        this.json = once(text.map(document -> converted(document, mapper)));
    }

    Uni<Buffer> yaml() {
        return yaml;
    }

    Uni<Buffer> json() {
        return json;
    }

    /** Within double quotes, as both formats have them. */
    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** What failed is tried again for the next who asks. */
    private static <T> Uni<T> once(Uni<T> work) {
        var failed = new AtomicBoolean();
        return work.runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onFailure().invoke(() -> failed.set(true))
                .memoize().until(() -> failed.getAndSet(false));
    }

    private static Buffer converted(String document, ObjectMapper mapper) {
        try {
            return Buffer
                    .buffer(mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(new YAMLMapper().readTree(document)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
