package org.mcporchestrator.redis.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;

class PackingTest {

    private static final String LONG = "{\"content\":\"" + "The sky is blue, für wahr 🌍. ".repeat(200) + "\"}";

    private final Packing packing = new Packing(4096);

    @Test
    void shortTextStaysAsItIs() {
        assertThat(new String(packing.pack(bytes("{\"a\":\"ü\"}")), StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"ü\"}");
    }

    @Test
    void longTextIsMuchShorterAndComesBackAsItWas() {
        var packed = packing.pack(bytes(LONG));

        assertThat(packed).startsWith('z').hasSizeLessThan(LONG.length() / 10);
        assertThat(Packing.unpack(packed)).isEqualTo(LONG);
        assertThat(Packing.unpack(LONG.getBytes(StandardCharsets.UTF_8))).isEqualTo(LONG);
    }

    @Test
    void textThatDoesNotGetShorterStaysAsItIs() {
        var noise = new StringBuilder("\"");
        new Random(1).ints(5000, 0x4e00, 0x9fff).forEach(noise::appendCodePoint);

        assertThat(Packing.unpack(packing.pack(bytes(noise.append('"').toString())))).isEqualTo(noise.toString());
        assertThat(new Packing(1).pack(bytes("\"a\""))).isEqualTo(bytes("\"a\""));
    }

    @Test
    void whatIsBrokenIsNotTakenForAText() {
        assertThatThrownBy(() -> Packing.unpack("zebra".getBytes(StandardCharsets.UTF_8))).hasMessageContaining("zlib");
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
