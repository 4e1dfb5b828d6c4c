package org.mcporchestrator.cli.client;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** Reads server-sent events (WHATWG HTML, section 9.2) line by line, as far as servers of ours and of MCP use them. */
final class Frames {

    private final Iterator<String> lines;

    Frames(Iterator<String> lines) {
        this.lines = lines;
    }

    record Frame(String id, String name, String data) {}

    /** Empty at the end of the stream. Comments are passed over. */
    Optional<Frame> next() {
        var fields = new HashMap<String, String>();
        while (lines.hasNext()) {
            var line = lines.next();
            if (line.isEmpty() && !fields.isEmpty()) {
                return Optional.of(frame(fields));
            }
            var colon = line.indexOf(':');
            if (colon > 0) {
                take(fields, line.substring(0, colon), line.substring(colon + 1).stripLeading());
            }
        }
        return Optional.empty();
    }

    private static void take(Map<String, String> fields, String name, String value) {
        if (name.equals("data")) {
            fields.merge(name, value, (first, next) -> first + "\n" + next);
        } else {
            fields.put(name, value);
        }
    }

    private static Frame frame(Map<String, String> fields) {
        return new Frame(fields.getOrDefault("id", ""), fields.getOrDefault("event", ""), fields.getOrDefault("data", ""));
    }
}
