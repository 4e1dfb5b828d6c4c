package org.mcporchestrator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Journal.Write;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.event.Envelope;
import org.mcporchestrator.workflow.event.WorkflowEvent;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.step.StepId;

/** Processes that create, claim, write, seize and end at random, and what must hold of the outcome. */
final class JournalStress {

    private static final int WORKFLOWS = 50;
    private static final int PROCESSES = 4;
    private static final int THREADS = 8;
    private static final int TURNS = 400;
    private static final int PAUSES = 4;

    private final JournalHarness harness;
    private final List<Journal> processes;
    private final AtomicInteger marks = new AtomicInteger();
    private final Set<Claim> claims = ConcurrentHashMap.newKeySet();
    private final Map<WorkflowId, Map<Position, Integer>> recorded = new ConcurrentHashMap<>();
    private final Map<WorkflowId, Queue<StepId>> outcomes = new ConcurrentHashMap<>();
    private final Map<WorkflowId, Queue<Position>> ends = new ConcurrentHashMap<>();

    JournalStress(JournalHarness harness) {
        this.harness = harness;
        this.processes = IntStream.range(0, PROCESSES).mapToObj(_ -> harness.process()).toList();
        for (var number = 0; number < WORKFLOWS; number++) {
            recorded.put(JournalFixture.id(number), new ConcurrentHashMap<>());
            outcomes.put(JournalFixture.id(number), new ConcurrentLinkedQueue<>());
            ends.put(JournalFixture.id(number), new ConcurrentLinkedQueue<>());
        }
    }

    void run() throws Exception {
        RaceContract.atOnce(IntStream.range(0, THREADS).<Callable<Integer>> mapToObj(seed -> new Driver(seed)::run).toList());

        assertOneOwnerPerEpoch();
        for (var number = 0; number < WORKFLOWS; number++) {
            var id = JournalFixture.id(number);
            if (harness.get(processes.getFirst().find(id)).isPresent()) {
                assertNothingLost(id);
            }
        }
        assertThat(marks.get()).as("the test did something").isGreaterThan(TURNS);
    }

    /** One thread of a process: turns taken at random, with the claims that it got. */
    private final class Driver {

        private final int seed;
        private final Random random;
        private final Journal journal;
        private final Lease lease;
        private final Map<Claim, Long> mine = new HashMap<>();

        Driver(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.journal = processes.get(seed % PROCESSES);
            this.lease = harness.lease(new Owner("process-" + seed % PROCESSES));
        }

        int run() {
            for (var turn = 0; turn < TURNS; turn++) {
                take();
                if (seed == 0 && turn % (TURNS / PAUSES) == 1) {
                    harness.passLease();
                }
            }
            return TURNS;
        }

        private void take() {
            var id = JournalFixture.id(random.nextInt(WORKFLOWS));
            switch (random.nextInt(12)) {
                case 0, 1 -> create(random.nextInt(WORKFLOWS), Optional.of(lease));
                case 2 -> create(random.nextInt(WORKFLOWS), Optional.empty());
                case 3 -> harness.get(journal.claim(lease, 3)).forEach(this::hold);
                case 4 -> seize(id);
                case 5 -> release();
                case 6 -> any().ifPresent(this::endSometimes);
                default -> any().ifPresent(this::append);
            }
        }

        private void create(int number, Optional<Lease> with) {
            if (harness.get(journal.create(harness.submission(number), with)) instanceof Creation.Claimed(var claim)) {
                hold(claim);
            }
        }

        private void seize(WorkflowId id) {
            if (harness.get(journal.find(id)).isPresent()) {
                harness.get(journal.seize(id, lease)).ifPresent(this::hold);
            }
        }

        private void release() {
            any().ifPresent(claim -> harness.get(journal.release(List.of(claim))));
        }

        /** A repeated creation answers a claim that another thread may hold: only one drives it. */
        private void hold(Claim claim) {
            if (claims.add(claim)) {
                mine.put(claim, claim.seq() + 1);
            }
        }

        private Optional<Claim> any() {
            return mine.isEmpty() ? Optional.empty()
                    : Optional.of(List.copyOf(mine.keySet()).get(random.nextInt(mine.size())));
        }

        private void append(Claim claim) {
            var seq = mine.get(claim);
            var mark = marks.incrementAndGet();
            var step = StepId.of("step", mark);
            var batch = new Batch(seq, List.of(marked(claim.id(), mark)),
                    JournalFixture.outcomes(Map.of(step, JournalFixture.answer("a" + mark))),
                    JournalFixture.progress(Status.RUNNING));
            if (harness.get(journal.append(claim, batch)) == Write.RECORDED) {
                mine.put(claim, seq + 1);
                outcomes.get(claim.id()).add(step);
                remember(claim, seq, mark);
            }
        }

        private void endSometimes(Claim claim) {
            if (random.nextInt(4) != 0) {
                return;
            }
            var seq = mine.remove(claim);
            var mark = marks.incrementAndGet();
            var batch = new Batch(seq, List.of(marked(claim.id(), mark)), JournalFixture.outcomes(Map.of()),
                    JournalFixture.progress(Status.FAILED));
            var result = JournalFixture.result(claim.id(), Status.FAILED, harness.now());
            if (harness.get(journal.end(claim, batch, result, true)) == Write.RECORDED) {
                ends.get(claim.id()).add(new Position(claim.epoch(), seq));
                remember(claim, seq, mark);
            }
        }

        private void remember(Claim claim, long seq, int mark) {
            var former = recorded.get(claim.id()).putIfAbsent(new Position(claim.epoch(), seq), mark);
            assertThat(former).as("second event at %s-%s of %s", claim.epoch(), seq, claim.id()).isNull();
        }

        private Envelope marked(WorkflowId id, int mark) {
            return new Envelope(id, Instant.EPOCH, new WorkflowEvent.WorkflowError("mark " + mark,
                    Fault.Code.INTERNAL, Duration.ZERO, BigDecimal.valueOf(mark)));
        }
    }

    private void assertOneOwnerPerEpoch() {
        var owners = new HashMap<String, Owner>();
        for (var claim : claims) {
            var former = owners.putIfAbsent(claim.id() + " " + claim.epoch(), claim.owner());
            assertThat(former).as("owner of %s in %s", claim.id(), claim.epoch()).isIn(null, claim.owner());
        }
    }

    private void assertNothingLost(WorkflowId id) {
        var history = harness.get(processes.getLast().history(id));
        var head = history.standing().head();
        var reader = harness.follow(processes.getLast(), id, Position.START, Long.MAX_VALUE);
        var entries = JournalHarness.arrived(reader, (int) head.seq()).getItems();
        reader.cancel();

        var stored = new HashMap<Position, Integer>();
        var seqs = new ArrayList<Long>();
        entries.forEach(entry -> {
            seqs.add(entry.position().seq());
            stored.put(entry.position(), ((WorkflowEvent.WorkflowError) entry.envelope().event()).totalCost().intValue());
        });
        assertThat(seqs).as("no gap in %s", id).isEqualTo(LongStream.rangeClosed(1, head.seq()).boxed().toList());
        assertThat(entries).extracting(JournalEntry::position).isSorted();
        assertThat(stored).as("events of %s", id).isEqualTo(recorded.get(id));
        assertThat(history.outcomes().keySet()).containsExactlyInAnyOrderElementsOf(outcomes.get(id));
        assertThat(ends.get(id)).as("ends of %s", id).hasSize(head.completedAt().isPresent() ? 1 : 0);
        ends.get(id).forEach(end -> assertThat(end).isEqualTo(entries.getLast().position()));
    }
}
