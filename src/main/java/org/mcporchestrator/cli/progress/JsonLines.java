package org.mcporchestrator.cli.progress;

import java.io.PrintWriter;

import org.mcporchestrator.cli.client.Event;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Each event as the server sent it, one JSON object a line, with its {@code position}. */
public final class JsonLines implements Display {

    private final PrintWriter out;

    public JsonLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void show(Event event) {
        ObjectNode line = event.envelope().deepCopy();
        out.println(line.put("position", event.position()));
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
