package org.mcporchestrator.redis;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.JournalContract;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Owner;

import io.vertx.mutiny.redis.client.Command;

/** The contract against a real Redis, in real time. */
class RedisJournalTest extends JournalContract {

    private static final Duration LEASE = Duration.ofMillis(400);
    private static final Lease WITNESS = new Lease(new Owner("witness"), LEASE);

    private static final int PROCESSES = 6;

    private static LocalRedis redis;
    private static List<RedisJournal> journals;
    private static Journal witness;

    private final Instant begun = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeAll
    static void start() {
        redis = new LocalRedis();
        witness = redis.patientJournal();
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

    /** Somebody shows signs of life meanwhile, else nobody would take over before one more lease. */
    @Override
    public void passLease() {
        var end = System.nanoTime() + LEASE.toNanos();
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            get(witness.renew(WITNESS, List.of()));
            return System.nanoTime() > end && redis.ask(Command.EXISTS, "workflows:grace").orElseThrow().equals("0");
        });
    }

    @Override
    public Instant now() {
        return begun;
    }
}
