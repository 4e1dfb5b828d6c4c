package org.mcporchestrator.provider.http;

import java.util.List;

/**
 * A model vendor, as it is reached if the configuration says nothing else.
 *
 * @param name as callers choose it in {@code provider_name}
 * @param variable the environment variable that configures it
 * @param baseUrl what the path of the wire format is appended to
 * @param models that have a price here, the one first that is called if nobody asks for one
 */
public record Vendor(String name, String variable, String baseUrl, List<String> models) {

    public Vendor {
        models = List.copyOf(models);
    }

    /** The model that is called if nobody asks for one. */
    String model() {
        return models.getFirst();
    }
}
