package org.mcporchestrator.redis.packing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterOutputStream;

/**
 * JSON as bytes: as it is, or from a length on {@code z} and the text in the zlib format (RFC 1950), if that is shorter. No
 * JSON begins with that letter.
 *
 * @param from length in bytes from which it is compressed
 */
public record Packing(long from) {

    private static final byte ZLIB = 'z';

    public byte[] pack(byte[] plain) {
        if (plain.length < from) {
            return plain;
        }
        var packed = deflated(plain);
        return packed.length < plain.length ? packed : plain;
    }

    /** Reads both forms, whatever the length. */
    public static String unpack(byte[] packed) {
        return packed.length > 0 && packed[0] == ZLIB ? inflated(packed) : new String(packed, StandardCharsets.UTF_8);
    }

    /** At the fastest level: a better one costs three times as much for a tenth of the bytes. */
    private static byte[] deflated(byte[] plain) {
        var packed = new ByteArrayOutputStream(plain.length / 2 + 16);
        packed.write(ZLIB);
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try (var zlib = new DeflaterOutputStream(packed, deflater)) {
            zlib.write(plain);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            deflater.end();
        }
        return packed.toByteArray();
    }

    private static String inflated(byte[] packed) {
        var plain = new ByteArrayOutputStream(packed.length * 3);
        try (var zlib = new InflaterOutputStream(plain)) {
            zlib.write(Arrays.copyOfRange(packed, 1, packed.length));
            zlib.finish();
        } catch (IOException failure) {
            throw new UncheckedIOException("not in the zlib format", failure);
        }
        return plain.toString(StandardCharsets.UTF_8);
    }
}
