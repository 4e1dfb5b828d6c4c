package org.mcporchestrator.webhook.delivery;

import java.time.Duration;
import java.util.Optional;

/** How an attempt ended. */
public sealed interface Verdict {

    /** The receiver has it: 2xx. */
    record Accepted(int status) implements Verdict {}

    /** It is not known whether the receiver has it. {@code after}: how long to wait, if the receiver said so. */
    record Failed(String error, Optional<Duration> after) implements Verdict {

        Failed(String error) {
            this(error, Optional.empty());
        }
    }

    /** The receiver wants no more: 410. */
    record Gone() implements Verdict {}
}
