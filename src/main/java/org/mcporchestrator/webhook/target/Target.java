package org.mcporchestrator.webhook.target;

import java.net.InetAddress;
import java.net.URI;

/** Where a delivery goes: the URL, and the address that was checked and is called, whatever its name stands for by then. */
public record Target(URI url, InetAddress address) {

    public boolean secure() {
        return url.getScheme().equalsIgnoreCase("https");
    }

    public int port() {
        return url.getPort() >= 0 ? url.getPort() : secure() ? 443 : 80;
    }

    /** Without the brackets of an IPv6 address. */
    public String host() {
        return url.getHost().replaceAll("[\\[\\]]", "");
    }

    /** Path and query as they are. */
    public String resource() {
        var path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }
}
