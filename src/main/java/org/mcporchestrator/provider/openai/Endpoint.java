package org.mcporchestrator.provider.openai;

import java.net.URI;
import java.util.Optional;

import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * Where a vendor is called, and as whom.
 *
 * @param url of the chat completions
 * @param own whether the operator chose the place, so that it may need no key
 */
record Endpoint(Vendor vendor, URI url, String model, Optional<String> key, boolean own) {

    private static final String PATH = "/chat/completions";

    /** @throws ConfigurationException if the base URL is none of http or https */
    static Endpoint of(Vendor vendor, VendorsConfig.Access access) {
        var base = present(access.baseUrl());
        return new Endpoint(vendor, url(vendor, base.orElse(vendor.baseUrl())), present(access.model()).orElse(vendor.model()),
                present(access.apiKey()).or(() -> present(access.secondApiKey())), base.isPresent());
    }

    private static Optional<String> present(Optional<String> value) {
        return value.map(String::strip).filter(text -> !text.isEmpty());
    }

    private static URI url(Vendor vendor, String base) {
        if (!base.matches("(?i)https?://[^/?#\\s@]+(/[^?#\\s]*)?")) {
            throw new ConfigurationException(
                    "orchestrator.provider." + vendor.provider() + ".base-url must be an address like "
                            + vendor.baseUrl() + ", without user, query or fragment");
        }
        return URI.create(base.replaceFirst("/+$", "") + PATH);
    }

    boolean configured() {
        return key.isPresent() || own;
    }

    /** The text without anything that looks like a key. */
    String withoutKey(String text) {
        return key.map(secret -> text.replace(secret, "***")).orElse(text)
                .replaceAll("\\b(sk|xai|gsk)-[A-Za-z0-9_*-]{4,}", "***");
    }

    @Override
    public String toString() {
        return "Endpoint[" + vendor.provider() + ", " + url + (key.isPresent() ? ", key set]" : ", no key]");
    }
}
