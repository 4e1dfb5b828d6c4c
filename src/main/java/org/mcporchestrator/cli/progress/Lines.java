package org.mcporchestrator.cli.progress;

import java.io.PrintWriter;

import org.mcporchestrator.cli.client.Event;

/** A line for each event, with its time: for pipes, logs and terminals that cannot do more. */
public final class Lines implements Display {

    private static final int TIME_BEGINS = 11;
    private static final int TIME_ENDS = 19;

    private final PrintWriter out;

    public Lines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void show(Event event) {
        var timestamp = event.envelope().path("timestamp").asText();
        var time = timestamp.length() < TIME_ENDS ? timestamp : timestamp.substring(TIME_BEGINS, TIME_ENDS);
        out.println(time + " " + Wording.of(event));
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
