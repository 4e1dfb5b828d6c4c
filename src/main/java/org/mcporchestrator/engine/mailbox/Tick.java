package org.mcporchestrator.engine.mailbox;

import io.vertx.core.Vertx;

/** One round of an event loop: what is ready together is done in it, one after the other. */
public final class Tick {

    private Tick() {}

    /**
     * Runs a task behind everything that is ready on this thread's event loop now, without any wait; at once on a thread that
     * has none.
     */
    public static void next(Runnable task) {
        var context = Vertx.currentContext();
        if (context == null) {
            task.run();
        } else {
            context.runOnContext(_ -> task.run());
        }
    }
}
