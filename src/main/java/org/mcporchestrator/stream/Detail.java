package org.mcporchestrator.stream;

import org.mcporchestrator.journal.live.Sight;

/** What a reader wants to see beside the events, while models write. */
public enum Detail {

    /** Nothing: nobody is asked to show anything. */
    NONE,
    /** How long the answers are by now. */
    PROGRESS,
    /** That, and the answers themselves as they come. */
    TEXT;

    boolean shows(Sight sight) {
        return switch (this) {
            case NONE -> false;
            case PROGRESS -> sight instanceof Sight.Progress;
            case TEXT -> true;
        };
    }
}
