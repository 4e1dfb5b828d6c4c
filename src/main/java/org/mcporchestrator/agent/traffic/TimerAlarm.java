package org.mcporchestrator.agent.traffic;

import java.time.Duration;

import jakarta.inject.Singleton;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;

/** Wakes by Mutiny's timer. */
@Singleton
public final class TimerAlarm implements Alarm {

    @Override
    public void after(Duration wait, Runnable wake) {
        Uni.createFrom().voidItem()
                .onItem().delayIt().by(wait.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : wait)
                .subscribe().with(_ -> wake.run(), failure -> Log.error("a provider's lane was not woken", failure));
    }
}
