package org.mcporchestrator.journal;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where an event stands in its workflow's journal: {@code epoch-seq}. The {@code seq} counts from 1 through all epochs without
 * a gap.
 */
public record Position(long epoch, long seq) implements Comparable<Position> {

    /** Before the first event. */
    public static final Position START = new Position(0, 0);

    private static final Pattern FORMAT = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

    /** Reads {@code epoch-seq}; empty if the text is anything else. */
    public static Optional<Position> parse(String text) {
        var match = FORMAT.matcher(text);
        return match.matches() ? Optional.of(new Position(Long.parseLong(match.group(1)), Long.parseLong(match.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(Position other) {
        return epoch == other.epoch ? Long.compare(seq, other.seq) : Long.compare(epoch, other.epoch);
    }

    @Override
    public String toString() {
        return epoch + "-" + seq;
    }
}
