package org.mcporchestrator.webhook.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.runtime.configuration.ConfigurationException;

class TargetPolicyTest {

    private static final URI HOOK = URI.create("https://hooks.example.org/in");

    private final TargetPolicy strict = new TargetPolicy(List.of());
    private final TargetPolicy open = new TargetPolicy(List.of("127.0.0.0/8", "fd00::/8", "hooks.internal", "10.1.2.3"));

    private static List<InetAddress> addresses(String... literals) {
        return List.of(literals).stream().map(InetAddress::ofLiteral).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = { "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.0.0.1", "100.64.0.1", "100.127.255.255",
            "168.63.129.16", "169.254.169.254",
            "172.16.0.1", "172.31.255.255", "192.168.1.1", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1",
            "::ffff:10.0.0.1", "64:ff9b::7f00:1", "100::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1",
            "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1" })
    void addressThatIsNotPublicIsRefused(String literal) {
        assertThat(strict.refusal(HOOK, addresses(literal))).contains("leads to an address that is not public");
    }

    @ParameterizedTest
    @ValueSource(strings = { "1.1.1.1", "93.184.216.34", "100.128.0.1", "168.63.129.17", "172.32.0.1", "198.20.0.1",
            "2606:4700::1111",
            "2a00:1450:4001::1" })
    void publicAddressIsTaken(String literal) {
        assertThat(strict.refusal(HOOK, addresses(literal))).isEmpty();
    }

    @Test
    void oneAddressThatIsNotPublicIsEnough() {
        assertThat(strict.refusal(HOOK, addresses("1.1.1.1", "10.0.0.1"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = { "http://example.org/", "ftp://example.org/", "https:///x", "https://user:pw@example.org/",
            "https://example.org/#x", "file:/etc/passwd", "example.org", "mailto:a@b.c", "https://a_b.example/",
            "https://example.org:0/", "https://example.org:99999/" })
    void urlThatCannotBeCalledIsRefused(String url) {
        assertThat(strict.refusal(URI.create(url))).isPresent();
    }

    @Test
    void whatTheOperatorAllowsMayBePrivateAndPlain() {
        var plain = URI.create("http://localhost:8080/in");

        assertThat(open.refusal(plain)).isEmpty();
        assertThat(open.refusal(plain, addresses("127.0.0.1"))).isEmpty();
        assertThat(open.refusal(plain, addresses("fd12::1"))).isEmpty();
        assertThat(open.refusal(plain, addresses("10.1.2.3"))).isEmpty();
        assertThat(open.refusal(URI.create("http://HOOKS.internal/in"), addresses("10.9.9.9"))).isEmpty();
        assertThat(open.refusal(plain, addresses("10.1.2.4"))).isPresent();
        assertThat(open.refusal(plain, addresses("1.1.1.1"))).contains("must be an https URL");
        assertThat(open.refusal(HOOK, addresses("169.254.169.254"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = { "10.0.0.0/33", "10.0.0.256", "a b", "http://x", "fe80::/129", "1.2.3" })
    void entryThatMeansNothingStopsTheStart(String entry) {
        assertThatThrownBy(() -> new TargetPolicy(List.of(entry))).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(entry);
    }
}
