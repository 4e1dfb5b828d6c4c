package org.mcporchestrator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcporchestrator.it.Model.Work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Three replicas on one Redis, which are killed, stopped and restarted one after the other, and lose Redis together. Small and
 * with a short lease in {@code verify}; {@code ./mvnw verify -Dit.test=ClusterIT -Dcluster.workflows=200} takes the lease of
 * the package and tells how long takeovers took.
 */
@Tag("long")
class ClusterIT {

    /**
     * Each can be stopped between its last look at the claim and the writing of the request: nothing can call that one back. No
     * more than these are excused, and they are told from all others: see {@link #standsStillInTheWriting}.
     */
    private static final int EVENT_LOOPS = 2 * Runtime.getRuntime().availableProcessors();
    private static final boolean LARGE = System.getProperties().containsKey("cluster.workflows");
    private static final int WORKFLOWS = Integer.getInteger("cluster.workflows", 40);
    private static final int KILLS = 3;
    private static final int SOME = LARGE ? 60 : 15;
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final Duration LEASE = LARGE ? Duration.ofSeconds(5) : Duration.ofSeconds(2);
    private static final Duration PACE = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Server redis;
    private static Model model;
    private static Replicas replicas;

    private final Random random = new Random(SEED);
    private final List<Replicas.Loss> losses = new ArrayList<>();
    private Ledger ledger;

    private interface Steps {

        void run() throws IOException, InterruptedException;
    }

    @BeforeAll
    static void startAll(@TempDir Path folder) {
        redis = new Server(folder).start();
        model = new Model(Duration.ofMillis(150), Duration.ofMillis(600));
        replicas = new Replicas(folder, redis, model, app -> LARGE ? app
                : app.set("engine.lease", LEASE.toMillis() + "ms").set("engine.renew-every", "400ms")
                        .set("engine.scan-every", "250ms"));
    }

    @AfterAll
    static void endAll() {
        try (var _ = redis; var _ = model; var _ = replicas) {
            // each is closed, whatever the others do
        }
    }

    @BeforeEach
    void start() throws IOException {
        replicas.start();
        await("nothing left of the test before").atMost(PATIENCE)
                .until(() -> redis.names("SMEMBERS", "workflows:active").isEmpty());
        ledger = new Ledger(redis, replicas.all());
        ledger.overlook();
    }

    @Test
    void everyWorkflowCompletesThoughReplicasAreKilledAgainAndAgain() throws IOException, InterruptedException {
        explained(() -> {
            try (var _ = load(PACE)) {
                for (var victim = 0; victim < KILLS || ledger.ids().size() < WORKFLOWS; victim++) {
                    pause(Duration.ofMillis(500 + random.nextInt(1000)));
                    losses.add(replicas.loss(victim));
                    replicas.app(victim).kill();
                    ledger.note(model);
                    replicas.start();
                }
            }
            ledger.adopt();
            completed();
            report("kill -9");
        });
    }

    @Test
    void replicaThatStandsStillForThreeLeasesChangesNothing() throws IOException, InterruptedException {
        explained(() -> {
            try (var _ = load(PACE.dividedBy(4))) {
                pause(LEASE);
            }
            losses.add(replicas.loss(0));
            replicas.app(0).stop();
            var driven = Stream.of(losses.getFirst().workflows(), replicas.claimed(0)).flatMap(Set::stream)
                    .collect(Collectors.toSet());
            long stopped;
            try {
                pause(LEASE.multipliedBy(3));
                ledger.note(model);
                stopped = model.now();
            } finally {
                replicas.app(0).goOn();
            }
            completed(call -> call.order() > stopped && standsStillInTheWriting(call, driven));
            await("the replica has noticed").atMost(PATIENCE).until(() -> replicas.app(0).ready());
            assertThat(losses.getFirst().workflows()).as("workflows of the one that stood still")
                    .anyMatch(id -> count(ledger.journal(id), "workflow_resumed") == 1);
            report("standstill");
        });
    }

    /**
     * Whether that can have been a call in the writing of which the first replica was stopped: it is its only one of the step,
     * and of a workflow that it drove then. A call that it decided upon later, or made twice, is none.
     */
    private boolean standsStillInTheWriting(Model.Call call, Set<String> driven) {
        return call.caller().equals(Replicas.caller(0)) && ledger.markers(driven).contains(call.work().workflow())
                && model.calls(call.work()).stream().filter(other -> other.caller().equals(call.caller())).count() == 1;
    }

    @Test
    void rollingRestartFailsNoRequestAndNobodyWaitsForALease() throws IOException, InterruptedException {
        explained(() -> {
            try (var load = load(PACE)) {
                for (var replica = 0; replica < Replicas.COUNT; replica++) {
                    pause(LEASE.dividedBy(2));
                    losses.add(replicas.loss(replica));
                    replicas.app(replica).terminate();
                    assertThat(replicas.claimed(replica)).as("claims are given back").isEmpty();
                    replicas.start();
                }
                assertThat(load.failures()).isEmpty();
                System.out.printf("ClusterIT: rolling restart: retries=%d%n", load.retries());
            }
            ledger.adopt();
            completed();
            assertThat(ledger.ids().stream().flatMap(id -> ledger.journal(id).stream())
                    .filter(event -> event.type().equals("workflow_resumed"))
                    .map(event -> event.envelope().path("data").path("reason").asText()).toList())
                    .as("taken over after a lease").doesNotContain("takeover");
            report("rolling restart");
        });
    }

    @Test
    void everybodyGoesOnWithItsOwnWhenRedisReturns() throws IOException, InterruptedException {
        explained(() -> {
            submitSome();
            redis.kill();
            pause(LEASE.multipliedBy(2));
            redis.start();
            completed();
            assertThat(ledger.ids()).allSatisfy(id -> assertThat(ledger.journal(id)).as("taken over from nobody: " + id)
                    .extracting(Api.Event::epoch).containsOnly(1L));
            assertThat(ledger.repeated(model)).as("calls made again").isZero();
            report("Redis away");
        });
    }

    @Test
    void readersMissNothingOfAWorkflowThatMoves() throws IOException, InterruptedException {
        explained(() -> {
            var marker = model.marker();
            var last = new Work(marker, "belter_4");
            model.hold(last);
            var id = submit(1, marker);
            try (var moving = new Api(replicas.app(1), replicas.app(2), replicas.app(0))) {
                var readers = List.of(replicas.api(0).read(id), replicas.api(2).read(id), moving.read(id));
                await("all answers but one").atMost(PATIENCE)
                        .until(() -> readers.stream().allMatch(reader -> count(reader.events(), "agent_complete") == 4));
                replicas.app(1).kill();
                await("taken over").atMost(PATIENCE).until(() -> model.calls(last).size() == 2);
                model.letGo(last);
                await("all readers done").atMost(PATIENCE).until(() -> readers.stream().allMatch(Api.Reader::done));

                var journal = ledger.journal(id);
                assertThat(journal).extracting(Api.Event::seq)
                        .containsExactlyElementsOf(LongStream.rangeClosed(1, journal.size()).boxed().toList());
                assertThat(journal.getLast().type()).isEqualTo("workflow_complete");
                assertThat(journal).extracting(Api.Event::type).containsOnlyOnce("workflow_resumed");
                assertThat(readers).allSatisfy(reader -> assertThat(reader.events()).containsExactlyElementsOf(journal));
                assertThat(readers).extracting(Api.Reader::connections).as("connections").containsExactly(1, 1, 2);
            }
            assertThat(model.calls()).filteredOn(call -> call.work().workflow().equals(marker)).as("calls").hasSize(9);
        });
    }

    @Test
    void anyReplicaCancelsAndAllTellTheSame() throws IOException, InterruptedException {
        explained(() -> {
            var marker = model.marker();
            var open = List.of(new Work(marker, "belter_3"), new Work(marker, "belter_4"));
            open.forEach(model::hold);
            var id = submit(1, marker);
            var reader = replicas.api(2).read(id);
            await("all answers but two").atMost(PATIENCE).until(() -> count(reader.events(), "agent_complete") == 3);
            assertThat(tellTheSame(id).path("status").asText()).isEqualTo("running");

            var answer = replicas.api(0).tool("cancel_orchestration", "task_id", id);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body().path("status").asText()).isEqualTo("cancelled");
            assertThat(answer.body().path("partial_results").path("agent_results")).hasSize(3);
            await("calls aborted").atMost(PATIENCE).until(() -> model.aborted().stream().map(Model.Call::work)
                    .filter(open::contains).count() == 2);
            await("reader done").atMost(PATIENCE).until(reader::done);
            assertThat(reader.events().getLast().type()).isEqualTo("workflow_cancelled");
            var told = tellTheSame(id);
            assertThat(told.path("status").asText()).isEqualTo("cancelled");
            assertThat(told.path("result").path("agent_results"))
                    .isEqualTo(answer.body().path("partial_results").path("agent_results"));
            assertThat(replicas.api(2).tool("cancel_orchestration", "task_id", id).status()).isEqualTo(409);
            assertThat(model.calls()).filteredOn(call -> call.work().workflow().equals(marker)).as("calls").hasSize(5);
            open.forEach(model::letGo);
        });
    }

    private void explained(Steps test) throws IOException, InterruptedException {
        try {
            test.run();
        } catch (Throwable failure) {
            failure.addSuppressed(new AssertionError("seed=" + SEED + replicas.lastLines()));
            throw failure;
        }
    }

    private Load load(Duration pace) {
        return new Load(replicas, ledger, model, pace);
    }

    private String submit(int replica, String marker) throws IOException {
        var answer = replicas.api(replica).submit(marker, false);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("durable").asBoolean()).isTrue();
        return answer.body().path("task_id").asText();
    }

    /** Over all replicas; returns when the first answers are there. */
    private void submitSome() throws IOException {
        var before = model.now();
        for (var i = 0; i < SOME; i++) {
            var marker = model.marker();
            ledger.acknowledged(submit(i, marker), marker);
        }
        await("first answers").atMost(PATIENCE).until(() -> model.now() > before + 2 * SOME);
    }

    private static long count(List<Api.Event> events, String type) {
        return events.stream().filter(event -> event.type().equals(type)).count();
    }

    /** What each replica answers of a workflow, but for the estimate, which changes with every look. */
    private static JsonNode tellTheSame(String id) throws IOException {
        var bodies = new ArrayList<JsonNode>();
        for (var api : replicas.apis()) {
            bodies.add(((ObjectNode) api.status(id).body()).without("estimated_completion"));
        }
        assertThat(bodies).as("answers of the replicas").containsOnly(bodies.getFirst());
        return bodies.getFirst();
    }

    private void completed() throws IOException {
        completed(_ -> false);
    }

    /** @param excused whether a replica was sending that call in the moment in which it was stopped, and it left afterwards */
    private void completed(Predicate<Model.Call> excused) throws IOException {
        await("all workflows ended").atMost(PATIENCE).until(() -> ledger.unended().isEmpty());
        await("all readers done").atMost(PATIENCE).until(() -> ledger.readers().stream().allMatch(Api.Reader::done));
        ledger.verify();
        assertThat(ledger.repeatedAfterTheirEnd(model)).as("calls of steps that were finished")
                .hasSizeLessThanOrEqualTo(EVENT_LOOPS).allMatch(excused);
        assertThat(ledger.repeatedAfterTakeovers(model)).as("calls of steps that an earlier driver had finished")
                .hasSizeLessThanOrEqualTo(EVENT_LOOPS).allMatch(excused);
        assertThat(redis.names("ZRANGE", "workflows:claims", "0", "-1")).isEmpty();
        assertThat(redis.names("ZRANGE", "workflows:waiting", "0", "-1")).isEmpty();
        assertThat(redis.names("SMEMBERS", "workflows:active")).isEmpty();
    }

    private static void pause(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }

    private void report(String what) {
        var resumed = losses.stream().flatMap(loss -> loss.workflows().stream().flatMap(id -> ledger.journal(id).stream()
                .filter(event -> event.type().equals("workflow_resumed") && event.at().isAfter(loss.at()))
                .map(event -> Duration.between(loss.at(), event.at())).limit(1))).sorted().toList();
        System.out.printf("ClusterIT: %s: seed=%d lease=%s times=%d workflows=%d repeated-calls-of-unfinished-steps=%d"
                + " taken-over=%d after p50=%s max=%s%n", what, SEED, LEASE, losses.size(), ledger.ids().size(),
                ledger.repeated(model), resumed.size(), quantile(resumed, 0.5), quantile(resumed, 1));
    }

    private static String quantile(List<Duration> sorted, double share) {
        return sorted.isEmpty() ? "none" : sorted.get((int) Math.round(share * (sorted.size() - 1))).toMillis() + "ms";
    }
}
