package org.mcporchestrator.provider.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.vertx.core.buffer.Buffer;

/**
 * Cuts a stream of server-sent events into the values of its {@code data} lines. Lines are only decoded when they are complete,
 * so it does not matter where the network cuts a character. Vendors put one event into one line.
 */
final class EventLines {

    private static final String DATA = "data:";

    private Buffer rest = Buffer.buffer();

    /** The values that these bytes complete. */
    List<String> take(Buffer bytes) {
        var values = new ArrayList<String>();
        var begin = 0;
        for (var index = 0; index < bytes.length(); index++) {
            if (bytes.getByte(index) == '\n') {
                rest.appendBuffer(bytes, begin, index - begin);
                add(values, rest.toString(StandardCharsets.UTF_8).strip());
                rest = Buffer.buffer();
                begin = index + 1;
            }
        }
        rest.appendBuffer(bytes, begin, bytes.length() - begin);
        return values;
    }

    private static void add(List<String> values, String line) {
        if (line.startsWith(DATA) && line.length() > DATA.length()) {
            values.add(line.substring(DATA.length()).strip());
        }
    }
}
