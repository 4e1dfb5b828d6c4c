package org.mcporchestrator.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Journal.Write;
import org.mcporchestrator.journal.JournalContract;
import org.mcporchestrator.journal.Lease;

import io.vertx.mutiny.redis.client.Command;

/** The contract against a real Redis, whose times are moved instead of waited for. */
class RedisJournalTest extends JournalContract {

    /** None runs out by itself, however slow the machine is. */
    private static final Duration LEASE = Duration.ofSeconds(20);

    /**
     * As if a lease had passed. Somebody has shown signs of life meanwhile, else nobody would take over before one more of
     * them.
     */
    private static final String PASS = """
            for _, key in ipairs({ 'workflows:claims', 'workflows:suspects' }) do
              for _, id in ipairs(redis.call('ZRANGE', key, 0, -1)) do redis.call('ZINCRBY', key, -ARGV[1], id) end
            end
            redis.call('DEL', 'workflows:grace')
            """;

    private static final int PROCESSES = 6;

    private static LocalRedis redis;
    private static List<RedisJournal> journals;

    private final Instant begun = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeAll
    static void start() {
        redis = new LocalRedis();
        journals = Stream.generate(redis::patientJournal).limit(PROCESSES).toList();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @AfterEach
    void clear() {
        redis.clear();
    }

    @Override
    public Journal process() {
        return journals.get(asked.getAndIncrement() % PROCESSES);
    }

    @Override
    public Duration leaseLength() {
        return LEASE;
    }

    @Override
    public void passLease() {
        redis.send(Command.EVAL, PASS, "0", LEASE.toMillis());
    }

    @Override
    public Instant now() {
        return begun;
    }

    @Test
    void leaseRunsOutByItself() {
        var brief = Duration.ofMillis(100);
        var claim = claimed(get(process().create(submission(1), Optional.of(new Lease(ANN, brief)))));
        get(process().accept(new Lease(ANN, brief), List.of(claim)));

        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(claim(process(), new Lease(BOB, brief), 1)).extracting(Claim::takeovers)
                        .containsExactly(1));

        assertThat(append(process(), claim, 1, 1)).isEqualTo(Write.FENCED);
    }

    private static Claim claimed(Creation creation) {
        return ((Creation.Claimed) creation).claim();
    }
}
