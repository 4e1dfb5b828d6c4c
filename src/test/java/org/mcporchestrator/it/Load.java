package org.mcporchestrator.it;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client that submits a workflow to one replica after the other at a steady pace, and asks how earlier ones stand. If a
 * replica does not answer, or is not available, the client asks the next one, once; a submission has a key by which it is
 * known.
 */
final class Load implements AutoCloseable {

    private static final int UNAVAILABLE = 503;

    private final Replicas replicas;
    private final Ledger ledger;
    private final Model model;
    private final CountDownLatch enough = new CountDownLatch(1);
    private final AtomicInteger retries = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<String> acknowledged = new ArrayList<>();
    private final Thread thread;

    private interface Request {

        Api.Answer of(Api api) throws IOException;
    }

    Load(Replicas replicas, Ledger ledger, Model model, Duration every) {
        this.replicas = replicas;
        this.ledger = ledger;
        this.model = model;
        this.thread = Thread.ofVirtual().start(() -> run(every));
    }

    int retries() {
        return retries.get();
    }

    /** Requests that were not answered as they should, in spite of the second try. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    private void run(Duration every) {
        try {
            for (var i = 0; !enough.await(every.toMillis(), TimeUnit.MILLISECONDS); i++) {
                submit(i);
                if (!acknowledged.isEmpty()) {
                    status(i, acknowledged.get(i * 7 % acknowledged.size()));
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void submit(int turn) {
        var marker = model.marker();
        var answer = ask("submit", turn, api -> api.submitOnce(marker, turn % 2 == 0));
        if (answer.status() == 200) {
            var id = answer.body().path("task_id").asText();
            acknowledged.add(id);
            ledger.acknowledged(id, marker);
        }
    }

    private void status(int turn, String id) {
        var _ = ask("status", turn, api -> api.status(id));
    }

    private Api.Answer ask(String what, int turn, Request request) {
        var answer = tried(replicas.api(turn), request);
        if (answer.status() == UNAVAILABLE) {
            retries.incrementAndGet();
            answer = tried(replicas.api(turn + 1), request);
        }
        if (answer.status() != 200) {
            failures.add(what + " " + answer);
        }
        return answer;
    }

    private static Api.Answer tried(Api api, Request request) {
        try {
            return request.of(api);
        } catch (IOException failure) {
            return new Api.Answer(UNAVAILABLE, Api.JSON.createObjectNode().put("error", failure.toString()), Duration.ZERO);
        }
    }

    /** Waits for the last answer. */
    @Override
    public void close() throws InterruptedException {
        enough.countDown();
        thread.join();
    }
}
