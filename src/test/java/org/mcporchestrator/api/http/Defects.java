package org.mcporchestrator.api.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the log calls a defect. */
final class Defects {

    private Defects() {}

    interface Action {

        void run() throws Exception;
    }

    /** The messages about defects while something is done. */
    static List<String> logged(Action action) throws Exception {
        var handler = new Messages();
        var log = Logger.getLogger(Problems.class.getName());
        log.addHandler(handler);
        try {
            action.run();
        } finally {
            log.removeHandler(handler);
        }
        return handler.messages;
    }

    private static final class Messages extends Handler {

        private final List<String> messages = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord entry) {
            messages.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
