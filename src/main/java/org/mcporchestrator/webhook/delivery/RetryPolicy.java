package org.mcporchestrator.webhook.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

import org.mcporchestrator.webhook.OutgoingEvent;
import org.mcporchestrator.webhook.Registration;
import org.mcporchestrator.webhook.Settlement;
import org.mcporchestrator.webhook.WebhooksConfig;

/** What follows from an attempt. */
final class RetryPolicy {

    /** So much shorter or longer is a wait, so that receivers that were away are not asked by all at once. */
    private static final double JITTER = 0.25;
    private static final int MOST_DOUBLINGS = 30;

    private final WebhooksConfig config;
    private final Clock clock;
    private final DoubleSupplier random;

    /** @param random from 0 to 1 */
    RetryPolicy(WebhooksConfig config, Clock clock, DoubleSupplier random) {
        this.config = config;
        this.clock = clock;
        this.random = random;
    }

    /** @param progress before the attempt */
    Settlement after(Verdict verdict, OutgoingEvent event, Registration.Progress progress) {
        return switch (verdict) {
            case Verdict.Accepted _ -> new Settlement.Delivered(event.position());
            case Verdict.Gone _ -> new Settlement.Disabled("the receiver answered 410: it wants no more");
            case Verdict.Failed failed -> isGivenUp(progress) ? new Settlement.Dead(event.position(), failed.error())
                    : new Settlement.Retry(wait(progress.attempts(), failed.after()), failed.error());
        };
    }

    private boolean isGivenUp(Registration.Progress progress) {
        return progress.failingSince().map(since -> !since.plus(config.giveUpAfter()).isAfter(clock.instant())).orElse(false);
    }

    private Duration wait(int attempts, Optional<Duration> asked) {
        var doubled = config.firstRetry().multipliedBy(1L << Math.min(attempts, MOST_DOUBLINGS));
        var wait = doubled.compareTo(config.longestRetry()) < 0 ? doubled : config.longestRetry();
        var jittered = Duration.ofMillis(Math.round(wait.toMillis() * (1 - JITTER + 2 * JITTER * random.getAsDouble())));
        return asked.filter(longer -> longer.compareTo(jittered) > 0).orElse(jittered);
    }
}
