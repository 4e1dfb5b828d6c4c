package org.mcporchestrator.provider.http;

import java.util.List;
import java.util.Optional;

/**
 * A model vendor, as it is reached if the configuration says nothing else.
 *
 * @param name as callers choose it in {@code provider_name}
 * @param variable the environment variable that configures it
 * @param baseUrl what the path of the wire format is appended to
 * @param models that have a price here, the one first that is called if nobody asks for one
 * @param ended why it cannot be called at its own base URL any more, in a sentence; empty if it can
 */
public record Vendor(String name, String variable, String baseUrl, List<String> models, Optional<String> ended) {

    public Vendor {
        models = List.copyOf(models);
    }

    /** One that is served at its base URL. */
    public Vendor(String name, String variable, String baseUrl, List<String> models) {
        this(name, variable, baseUrl, models, Optional.empty());
    }

    /** The model that is called if nobody asks for one. */
    String model() {
        return models.getFirst();
    }
}
