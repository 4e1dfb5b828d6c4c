package org.mcporchestrator.cli.progress;

import org.mcporchestrator.cli.client.Event;

/** Shows the events of one workflow to whoever waits for it. */
public interface Display extends AutoCloseable {

    void show(Event event);

    /** What is shown stays as it is. */
    @Override
    void close();
}
