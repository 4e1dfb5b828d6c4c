package org.mcporchestrator.provider.scripted;

import java.time.Duration;

import org.mcporchestrator.agent.Listener;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;

/** Lets a listener hear an answer evenly over the time that it takes, as if a model wrote it. */
final class Typist {

    private static final Duration PIECE_EVERY = Duration.ofMillis(100);

    private static final Cancellable NOTHING = () -> {
    };

    private final String text;
    private final Listener listener;
    private int heard;

    Typist(String text, Listener listener) {
        this.text = text;
        this.listener = listener;
    }

    /** Nobody waits for it: who has the answer cancels. */
    Cancellable begin(Duration time) {
        var pieces = time.dividedBy(PIECE_EVERY);
        return pieces == 0 ? NOTHING
                : Multi.createFrom().ticks().startingAfter(PIECE_EVERY).every(PIECE_EVERY)
                        .onOverflow().drop()
                        .select().first(pieces)
                        .subscribe().with(tick -> write((int) (text.length() * (tick + 1) / (pieces + 1))), _ -> {
                        });
    }

    void finish() {
        write(text.length());
    }

    private synchronized void write(int end) {
        if (end > heard) {
            listener.heard(text.substring(heard, end));
            heard = end;
        }
    }
}
