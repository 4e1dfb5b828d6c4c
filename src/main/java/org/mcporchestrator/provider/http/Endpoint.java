package org.mcporchestrator.provider.http;

import java.net.URI;
import java.util.Optional;

import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * Where a vendor is called, and as whom.
 *
 * @param url of the calls
 * @param own whether the operator chose the place, so that it may need no key
 */
record Endpoint(Vendor vendor, URI url, String model, Optional<String> key, boolean own) {

    private static final int USUAL_PORT_OF_OLLAMA = 11_434;

    /** @throws ConfigurationException if the base URL is none of http or https */
    static Endpoint of(Vendor vendor, String path, VendorsConfig.Access access) {
        var base = present(access.baseUrl()).or(() -> present(access.host()).map(Endpoint::baseUrl));
        return new Endpoint(vendor, url(vendor, base.orElse(vendor.baseUrl()), path),
                present(access.model()).orElse(vendor.model()),
                present(access.apiKey()).or(() -> present(access.secondApiKey())), base.isPresent());
    }

    private static Optional<String> present(Optional<String> value) {
        return value.map(String::strip).filter(text -> !text.isEmpty());
    }

    /**
     * The address of a server that is given as Ollama takes it, with or without scheme and port; where a server listens
     * everywhere it is called on this machine.
     */
    private static String baseUrl(String host) {
        var address = host.matches("(?i)https?://.*") ? host : "http://" + host;
        var withPort = address.replaceFirst("/+$", "");
        return withPort.matches("(?i)http://.*") && !withPort.matches(".*:\\d+")
                ? local(withPort + ":" + USUAL_PORT_OF_OLLAMA) + "/v1"
                : local(withPort) + "/v1";
    }

    private static String local(String address) {
        return address.replaceFirst("(?i)^(https?://)(0\\.0\\.0\\.0|\\[::])", "$1127.0.0.1");
    }

    private static URI url(Vendor vendor, String base, String path) {
        if (!base.matches("(?i)https?://[^/?#\\s@]+(/[^?#\\s]*)?")) {
            throw new ConfigurationException(
                    "orchestrator.provider." + vendor.name() + ".base-url must be an address like "
                            + vendor.baseUrl() + ", without user, query or fragment");
        }
        return URI.create(base.replaceFirst("/+$", "") + path);
    }

    boolean configured() {
        return own || key.isPresent() && vendor.ended().isEmpty();
    }

    /** What keeps the vendor from being called though it has a key. */
    Optional<String> notice() {
        return own || key.isEmpty() ? Optional.empty() : vendor.ended();
    }

    /** The text without anything that looks like a key. */
    String withoutKey(String text) {
        return key.map(secret -> text.replace(secret, "***")).orElse(text)
                .replaceAll("\\b(sk|xai|gsk|pplx)[-_][A-Za-z0-9_*-]{4,}", "***");
    }

    @Override
    public String toString() {
        return "Endpoint[" + vendor.name() + ", " + url + (key.isPresent() ? ", key set]" : ", no key]");
    }
}
