package org.mcporchestrator.redis.embedded;

import java.util.regex.Pattern;

/** A version of Redis, e.g. 7.0.15. Within a major version the files can be read by all, as far as Redis promises. */
record Version(String text, int major) {

    /** Redis 7 was the first to keep its append-only file as a folder of several. */
    static final int FIRST_WITH_APPEND_FOLDER = 7;

    private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.\\d+(\\.\\d+)?");

    /** @param text anything in which a version stands, e.g. the answer to {@code redis-server --version} */
    static Version parse(String text) {
        var numbers = NUMBERS.matcher(text);
        if (!numbers.find()) {
            throw new IllegalArgumentException("no version of Redis: " + text);
        }
        return new Version(numbers.group(), Integer.parseInt(numbers.group(1)));
    }

    @Override
    public String toString() {
        return text;
    }
}
