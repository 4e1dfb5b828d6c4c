package org.mcporchestrator.webhook.target;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses with the same first bits: {@code 10.0.0.0/8}, {@code fc00::/7}, or a single one. */
record Network(byte[] first, int bits) {

    private static final Pattern ADDRESS = Pattern.compile("(\\d+\\.){3}\\d+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** Empty if the text is no address and no network. Looks no name up. */
    static Optional<Network> parse(String text) {
        var parts = text.split("/", 2);
        if (!ADDRESS.matcher(parts[0]).matches() || parts.length == 2 && !parts[1].matches("\\d{1,3}")) {
            return Optional.empty();
        }
        try {
            var first = InetAddress.ofLiteral(parts[0]).getAddress();
            var bits = parts.length == 2 ? Integer.parseInt(parts[1]) : first.length * Byte.SIZE;
            return bits <= first.length * Byte.SIZE ? Optional.of(new Network(first, bits)) : Optional.empty();
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    static Network of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("no network: " + text));
    }

    boolean contains(InetAddress address) {
        var other = address.getAddress();
        if (other.length != first.length) {
            return false;
        }
        for (var bit = 0; bit < bits; bit++) {
            var mask = 0x80 >> (bit % Byte.SIZE);
            if (((first[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
