package org.mcporchestrator.webhook.target;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * Where deliveries may go: by HTTPS to public addresses, and wherever the operator allows. Whoever registers a webhook makes
 * this server send requests, which must not reach what only this server can reach.
 *
 * <p>
 * Refused are the blocks that IANA lists as not globally reachable (special-purpose address registries for IPv4 and IPv6, RFC
 * 6890), multicast, Azure's 168.63.129.16, and those of IPv6 by which an IPv4 address can be meant. An IPv4-mapped address is
 * one of IPv4 to Java.
 */
@Singleton
public final class TargetPolicy {

    private static final List<Network> NOT_PUBLIC = Stream.of("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8",
            // Azure's server for its own machines: https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
            "168.63.129.16/32",
            "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Teredo, benchmarks, ORCHID; documentation; 6to4
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20").map(Network::of).toList();

    /** All that is globally routed in IPv6 so far; loopback, ULA, link-local, multicast, NAT64 lie outside. */
    private static final Network GLOBAL = Network.of("2000::/3");

    private static final int HIGHEST_PORT = 65_535;

    private final Set<String> names = new HashSet<>();
    private final List<Network> networks = new ArrayList<>();

    @Inject
    TargetPolicy(TargetConfig config) {
        this(config.allowed().orElse(List.of()));
    }

    /** @throws ConfigurationException if an entry is no name, address or network */
    public TargetPolicy(List<String> allowed) {
        for (var entry : allowed.stream().map(String::strip).filter(text -> !text.isEmpty()).toList()) {
            Network.parse(entry).ifPresentOrElse(networks::add, () -> names.add(name(entry)));
        }
    }

    private static String name(String entry) {
        if (!entry.matches("[A-Za-z0-9.-]+") || entry.matches("[0-9.]+")) {
            throw new ConfigurationException(
                    "orchestrator.webhooks.targets.allowed has an entry that is no host name, address or network: "
                            + entry);
        }
        return entry.toLowerCase(Locale.ROOT);
    }

    /** Why the URL cannot be one of a webhook, as far as can be seen of it; empty if nothing speaks against it. */
    public Optional<String> refusal(URI url) {
        var scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        if (url.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
            return Optional.of("must be an https URL with a host");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            return Optional.of("must have neither user nor fragment");
        }
        if (url.getPort() == 0 || url.getPort() > HIGHEST_PORT) {
            return Optional.of("must have a port from 1 to " + HIGHEST_PORT + ", or none");
        }
        return scheme.equals("http") && names.isEmpty() && networks.isEmpty() ? Optional.of("must be an https URL")
                : Optional.empty();
    }

    /** Why none of what a URL's name stands for may be called; empty if all of it may. */
    public Optional<String> refusal(URI url, List<InetAddress> addresses) {
        if (names.contains(url.getHost().toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        var plain = !url.getScheme().equalsIgnoreCase("https");
        return addresses.stream().filter(address -> networks.stream().noneMatch(network -> network.contains(address)))
                .flatMap(address -> refusal(address, plain).stream()).findFirst();
    }

    private static Optional<String> refusal(InetAddress address, boolean plain) {
        if (!isPublic(address)) {
            return Optional.of("leads to an address that is not public");
        }
        return plain ? Optional.of("must be an https URL") : Optional.empty();
    }

    private static boolean isPublic(InetAddress address) {
        return (address instanceof Inet4Address || GLOBAL.contains(address))
                && NOT_PUBLIC.stream().noneMatch(network -> network.contains(address));
    }
}
