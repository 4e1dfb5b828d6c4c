package org.mcporchestrator.api.http.description;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A text file among the classes. */
final class Resource {

    private Resource() {}

    static String text(String path) {
        try (InputStream file = Objects.requireNonNull(Resource.class.getResourceAsStream(path), path)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
