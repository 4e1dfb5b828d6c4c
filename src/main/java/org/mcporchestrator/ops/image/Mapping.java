package org.mcporchestrator.ops.image;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A part of a file that is mapped into this process.
 *
 * @param start address of its first byte
 * @param length in bytes
 */
record Mapping(long start, long length) {

    private static final Pattern BETWEEN = Pattern.compile("(?m)(?=^[0-9a-f]+-[0-9a-f]+ )");
    /** Addresses, rights without that to write, offset, device, inode and path, as proc_pid_maps(5) has them. */
    private static final Pattern READ_ONLY = Pattern.compile("([0-9a-f]+)-([0-9a-f]+) r-[-x]p \\S+ \\S+ \\S+ +(.*)\n");
    /** What the process wrote before it gave up the right to, as the linker does: it is not in the file. */
    private static final Pattern CHANGED = Pattern.compile("(?m)^(Anonymous|Swap): +[1-9]");

    /**
     * The parts of a file that can only be read, and are as they are in the file: given up, they are read again from there.
     *
     * @param smaps {@code /proc/self/smaps}, see proc_pid_smaps(5)
     */
    static List<Mapping> unchanged(String smaps, String file) {
        return Arrays.stream(BETWEEN.split(smaps))
                .filter(part -> part.contains("\nAnonymous:") && !CHANGED.matcher(part).find())
                .map(part -> of(part, file)).flatMap(Optional::stream).toList();
    }

    private static Optional<Mapping> of(String part, String file) {
        var header = READ_ONLY.matcher(part);
        if (!header.lookingAt() || !header.group(3).equals(file)) {
            return Optional.empty();
        }
        var start = Long.parseUnsignedLong(header.group(1), 16);
        return Optional.of(new Mapping(start, Long.parseUnsignedLong(header.group(2), 16) - start));
    }
}
