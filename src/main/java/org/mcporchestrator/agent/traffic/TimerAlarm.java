package org.mcporchestrator.agent.traffic;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import jakarta.inject.Singleton;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;

/**
 * Wakes by Mutiny's timer, which passes over parts of a millisecond: they are rounded up, so that nobody is woken too early.
 */
@Singleton
public final class TimerAlarm implements Alarm {

    @Override
    public void after(Duration wait, Runnable wake) {
        Uni.createFrom().voidItem()
                .onItem().delayIt().by(wait.truncatedTo(ChronoUnit.MILLIS).plusMillis(1))
                .subscribe().with(_ -> wake.run(), failure -> Log.error("a provider's lane was not woken", failure));
    }
}
