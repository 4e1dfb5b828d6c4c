package org.mcporchestrator.redis.link;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/**
 * Fails what is not answered within a limit that is the same for all. One timer for the oldest question serves all of them:
 * what is answered in time, as nearly everything is, costs none of its own.
 */
final class Watch {

    private final ScheduledExecutorService loop;
    private final long limit;
    /** In the order in which their time is up. */
    private final Deque<Question> questions = new ArrayDeque<>();
    private boolean armed;

    Watch(ScheduledExecutorService loop, Duration limit) {
        this.loop = loop;
        this.limit = limit.toNanos();
    }

    private static final class Question {

        private final UniEmitter<?> asker;
        private final long until;
        private volatile boolean closed;

        Question(UniEmitter<?> asker, long until) {
            this.asker = asker;
            this.until = until;
        }

        void close() {
            closed = true;
        }
    }

    /** The same answer; fails with {@link TimeoutException} if it does not come in time, and then waits for it no more. */
    <T> Uni<T> over(Uni<T> answer) {
        return Uni.createFrom().emitter(asker -> {
            var question = opened(asker);
            var waiting = answer.onTermination().invoke(question::close).subscribe().with(asker::complete, asker::fail);
            asker.onTermination(waiting::cancel);
        });
    }

    private synchronized Question opened(UniEmitter<?> asker) {
        var question = new Question(asker, System.nanoTime() + limit);
        forgetClosed();
        questions.add(question);
        if (!armed) {
            arm(limit);
        }
        return question;
    }

    private void forgetClosed() {
        while (!questions.isEmpty() && questions.getFirst().closed) {
            questions.removeFirst();
        }
    }

    private void arm(long wait) {
        armed = true;
        var _ = loop.schedule(this::look, wait, TimeUnit.NANOSECONDS);
    }

    private void look() {
        late().forEach(question -> question.asker.fail(new TimeoutException()));
    }

    private synchronized List<Question> late() {
        armed = false;
        var late = new ArrayList<Question>();
        var now = System.nanoTime();
        for (forgetClosed(); !questions.isEmpty() && questions.getFirst().until - now <= 0; forgetClosed()) {
            late.add(questions.removeFirst());
        }
        if (!questions.isEmpty()) {
            arm(questions.getFirst().until - now);
        }
        return late;
    }
}
