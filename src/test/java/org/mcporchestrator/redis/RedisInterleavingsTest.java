package org.mcporchestrator.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcporchestrator.journal.Batch;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Head;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Journal.Reopening;
import org.mcporchestrator.journal.Journal.Write;
import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.JournalFixture;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.journal.durable.DurableJournal.Restoration;
import org.mcporchestrator.journal.durable.Snapshot;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.event.Envelope;
import org.mcporchestrator.workflow.event.WorkflowEvent;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Response;

/**
 * Runs a few processes over one workflow in every order in which their steps can follow one another, and looks after each step
 * whether all that is stored fits together. Each script is atomic, so these orders are all that can happen.
 */
class RedisInterleavingsTest {

    private static final WorkflowId ID = JournalFixture.id(1);
    /** None runs out by itself. */
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final Instant LONG_AGO = Instant.now().minus(Duration.ofDays(30));

    /**
     * All that is stored of the workflow, in one go, and a digest of everything, in which times are before or after now:
     * nothing tells them apart but by that. Keeps a copy in a database of its own for each number of steps.
     */
    private static final String LOOK = """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + time[2] / 1000
            local function lately(digits)
              if math.abs(tonumber(digits) - now) < 3600000 then return tonumber(digits) <= now and '-' or '+' end
            end
            local function sorted(reply, width)
              local rows = {}
              for i = 1, #reply, width do rows[#rows + 1] = table.concat(reply, ' ', i, i + width - 1) end
              table.sort(rows)
              return table.concat(rows, '\\n')
            end
            local function stream(entries)
              local rows = {}
              for _, entry in ipairs(entries) do rows[#rows + 1] = entry[1] .. ' ' .. table.concat(entry[2], ' ') end
              return table.concat(rows, '\\n')
            end
            local read = {
              string = function(key) return redis.call('GET', key) end,
              hash = function(key) return sorted(redis.call('HGETALL', key), 2) end,
              set = function(key) return sorted(redis.call('SMEMBERS', key), 1) end,
              zset = function(key) return sorted(redis.call('ZRANGE', key, 0, -1, 'WITHSCORES'), 2) end,
              stream = function(key) return stream(redis.call('XRANGE', key, '-', '+')) end }
            local function everything()
              local keys, all, db = redis.call('KEYS', '*'), {}, ARGV[2] + 1
              table.sort(keys)
              redis.call('SELECT', db)
              redis.call('FLUSHDB')
              redis.call('SELECT', 0)
              for i, key in ipairs(keys) do
                if key ~= 'workflows:incarnation' then
                  local hours = math.ceil(redis.call('TTL', key) / 3600)
                  all[#all + 1] = key .. ' ' .. hours .. ' ' .. read[redis.call('TYPE', key).ok](key)
                  redis.call('COPY', key, key, 'DB', db)
                end
              end
              return redis.sha1hex((string.gsub(table.concat(all, '\\n\\n'), '%d+', lately)))
            end
            local id = ARGV[1]
            local run = 'run:' .. id
            local function has(found) return (found and found ~= 0) and '1' or '0' end
            local steps = redis.call('HKEYS', 'steps:' .. id)
            table.sort(steps)
            local events = {}
            for _, event in ipairs(redis.call('XRANGE', 'journal:' .. id, '-', '+')) do
              events[#events + 1] = event[1] .. '=' .. string.match(event[2][2], 'mark (%d+)')
            end
            return {
              redis.call('HGET', run, 'status') or '', redis.call('HGET', run, 'owner') or '',
              redis.call('HGET', run, 'epoch') or '', redis.call('HGET', run, 'seq') or '',
              has(redis.call('SISMEMBER', 'workflows:active', id)), has(redis.call('SISMEMBER', 'workflows:completed', id)),
              has(redis.call('ZSCORE', 'results:by_time', id)), has(redis.call('EXISTS', 'result:' .. id)),
              has(redis.call('ZSCORE', 'workflows:claims', id)), has(redis.call('ZSCORE', 'workflows:waiting', id)),
              has(redis.call('ZSCORE', 'workflows:by_created', id)),
              has(redis.call('SISMEMBER', 'workflows:type:beltalowda', id)), has(redis.call('EXISTS', 'workflow:' .. id)),
              table.concat(steps, ' '), table.concat(events, ' '), redis.call('HGET', run, 'takeovers') or '', everything() }
            """;

    /** Makes what was kept after so many steps the present again. */
    private static final String BACK = """
            for _, key in ipairs(redis.call('KEYS', '*')) do
              if key ~= 'workflows:incarnation' then redis.call('DEL', key) end
            end
            redis.call('SELECT', ARGV[1] + 1)
            for _, key in ipairs(redis.call('KEYS', '*')) do redis.call('COPY', key, key, 'DB', '0') end
            """;

    private static LocalRedis redis;
    private static List<RedisJournal> journals;

    @BeforeAll
    static void start() {
        redis = new LocalRedis("databases 32");
        journals = List.of(redis.journal(), redis.journal(), redis.journal());
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    /** What a process can do next. LAPSE lets the lease of whoever drives run out. */
    enum Action {
        CREATE,
        QUEUE,
        CLAIM,
        APPEND,
        /** An append that reaches the memory of the process alone: it is cut off. */
        BUFFER,
        /** What it has in memory comes to Redis, unless somebody else drives by then. */
        RESTORE,
        REPEAT,
        RENEW,
        LAPSE,
        SEIZE,
        SUCCEED,
        RELEASE,
        END,
        /** Looks at where it stands, to decide on a reopening. */
        SEE,
        /** For what was seen; at once if nothing was. */
        REOPEN,
        PRUNE
    }

    static List<List<List<Action>>> processes() {
        return List.of(
                // A driver, one that takes over, and a cancel.
                List.of(List.of(Action.CREATE, Action.APPEND, Action.REPEAT, Action.END),
                        List.of(Action.LAPSE, Action.CLAIM, Action.APPEND, Action.END),
                        List.of(Action.SEIZE, Action.END)),
                // Hand-over, and a reopening.
                List.of(List.of(Action.QUEUE, Action.CLAIM, Action.APPEND, Action.END),
                        List.of(Action.CLAIM, Action.APPEND, Action.RELEASE),
                        List.of(Action.REOPEN, Action.CLAIM, Action.END)),
                // Two that decide on a reopening, one of which ends it again, and a removal.
                List.of(List.of(Action.CREATE, Action.END),
                        List.of(Action.SEE, Action.REOPEN, Action.CLAIM, Action.END),
                        List.of(Action.SEE, Action.REOPEN, Action.PRUNE)),
                // Removal, and the same id anew.
                List.of(List.of(Action.CREATE, Action.APPEND, Action.END),
                        List.of(Action.PRUNE, Action.CREATE, Action.END),
                        List.of(Action.LAPSE, Action.CLAIM, Action.REOPEN)),
                // Two that run at one address, one after the other as they think, and one elsewhere.
                List.of(List.of(Action.SUCCEED, Action.CREATE, Action.APPEND, Action.END),
                        List.of(Action.SUCCEED, Action.CLAIM, Action.APPEND),
                        List.of(Action.CLAIM, Action.RELEASE)),
                // A late driver that comes back, and two that claim.
                List.of(List.of(Action.CREATE, Action.LAPSE, Action.RENEW, Action.APPEND, Action.END),
                        List.of(Action.CLAIM, Action.APPEND, Action.LAPSE, Action.CLAIM),
                        List.of(Action.SEIZE)),
                // One that is cut off and comes back, one that takes over, and a cancel.
                List.of(List.of(Action.CREATE, Action.BUFFER, Action.RESTORE, Action.END),
                        List.of(Action.LAPSE, Action.CLAIM, Action.APPEND, Action.END),
                        List.of(Action.SEIZE)),
                // Likewise, while another one ends it and it is removed.
                List.of(List.of(Action.CREATE, Action.APPEND, Action.BUFFER, Action.RESTORE),
                        List.of(Action.LAPSE, Action.CLAIM),
                        List.of(Action.CLAIM, Action.END, Action.PRUNE)));
    }

    @ParameterizedTest
    @MethodSource("processes")
    void whatIsStoredFitsTogetherInEveryOrder(List<List<Action>> processes) {
        redis.clear();

        var orders = new Exploration().ordersFrom(new World(processes));

        assertThat(orders).as("orders").isEqualTo(orders(processes.stream().map(List::size).toList())).isGreaterThan(500);
    }

    /** In how many ways so many steps of each process can follow one another. */
    private static long orders(List<Integer> steps) {
        var orders = 1L;
        var before = 0;
        for (var own : steps) {
            for (var step = 1; step <= own; step++) {
                orders = orders * (before + step) / step;
            }
            before += own;
        }
        return orders;
    }

    /**
     * Goes through all orders as through a tree, step by step and back. Where two orders have led to the same, the same
     * follows: they go on as one.
     */
    private static final class Exploration {

        /** In how many ways it goes on from where somebody was already. */
        private final Map<List<Object>, Long> known = new HashMap<>();

        long ordersFrom(World world) {
            var here = world.look();
            var before = known.get(here);
            if (before != null) {
                return before;
            }
            var orders = world.over() ? 1L : 0L;
            for (var process : world.ready()) {
                if (orders > 0) {
                    redis.send(Command.EVAL, BACK, "0", world.done());
                }
                var next = new World(world);
                next.step(process);
                orders += ordersFrom(next);
            }
            known.put(here, orders);
            return orders;
        }
    }

    /** After some steps of an order, with what must be stored according to the answers. */
    private static final class World {

        private final List<List<Action>> processes;
        /** How many steps of each process were done. */
        private final int[] next;
        private final Map<Integer, Claim> claims = new HashMap<>();
        private final Map<Integer, Batch> written = new HashMap<>();
        private final Map<Integer, Cut> cuts = new HashMap<>();
        private final Map<Claim, List<Batch>> sent = new HashMap<>();
        private final Map<Integer, Long> seqs = new HashMap<>();
        private final Map<Integer, Position> seen = new HashMap<>();
        private final Map<Long, Owner> owners = new HashMap<>();
        /** Epochs in which the owner has shown that it drives. */
        private final Set<Long> accepted = new HashSet<>();
        private final Map<String, Integer> events = new LinkedHashMap<>();
        private final Set<String> steps = new TreeSet<>();
        private final StringBuilder story = new StringBuilder();
        private boolean ended;
        private long epoch;
        private int marks;

        World(List<List<Action>> processes) {
            this.processes = processes;
            this.next = new int[processes.size()];
        }

        World(World from) {
            processes = from.processes;
            next = from.next.clone();
            claims.putAll(from.claims);
            written.putAll(from.written);
            from.cuts.forEach((process, cut) -> cuts.put(process, new Cut(cut.claim(), new ArrayList<>(cut.lacking()))));
            from.sent.forEach((claim, batches) -> sent.put(claim, new ArrayList<>(batches)));
            seqs.putAll(from.seqs);
            seen.putAll(from.seen);
            owners.putAll(from.owners);
            accepted.addAll(from.accepted);
            events.putAll(from.events);
            steps.addAll(from.steps);
            story.append(from.story);
            ended = from.ended;
            epoch = from.epoch;
            marks = from.marks;
        }

        /** What a process could not write, and under which claim. */
        private record Cut(Claim claim, List<Batch> lacking) {}

        /** All that is known here, but how it came to be. */
        private List<Object> known(String stored) {
            return List.of(stored, Arrays.stream(next).boxed().toList(), claims, written, cuts, sent, seqs, seen, owners,
                    accepted,
                    events, steps, ended, epoch, marks);
        }

        int done() {
            return Arrays.stream(next).sum();
        }

        boolean over() {
            return ready().isEmpty();
        }

        /** Processes that have not done all their steps. */
        List<Integer> ready() {
            return IntStream.range(0, next.length).filter(process -> next[process] < processes.get(process).size()).boxed()
                    .toList();
        }

        void step(int process) {
            step(process, processes.get(process).get(next[process]++));
        }

        private void step(int process, Action action) {
            story.append(process).append(' ').append(action);
            try {
                story.append(" -> ").append(perform(process, action)).append('\n');
            } catch (FaultException failure) {
                assertThat(failure.fault().code()).isEqualTo(Fault.Code.UNKNOWN_WORKFLOW);
                assertThat(events).as(story.toString()).isEmpty();
                story.append(" -> unknown\n");
            }
        }

        private Object perform(int process, Action action) {
            var journal = journals.get(process);
            var lease = new Lease(new Owner("process-" + process), LEASE);
            return switch (action) {
                case CREATE -> created(process, get(journal.create(JournalFixture.submission(1), Optional.of(lease))));
                case QUEUE -> get(journal.create(JournalFixture.submission(1), Optional.empty()));
                case CLAIM -> get(journal.claim(lease, 1)).stream().map(claim -> hold(process, claim)).toList();
                case SEIZE -> get(journal.seize(ID, lease)).map(claim -> hold(process, claim));
                case SUCCEED -> get(journal.succeed(lease, "host/0.0.0.0:5060"));
                case LAPSE -> redis.ask(Command.ZADD, "workflows:claims", "XX", "1", ID);
                case RENEW -> held(process).map(claim -> renewed(claim, get(journal.renew(lease, List.of(claim)))));
                case RELEASE -> held(process).map(claim -> get(journal.release(List.of(claim)).replaceWith(true)));
                case APPEND -> held(process).map(claim -> restored(process)
                        ? append(process, claim, batch(process, claim))
                        : Write.FENCED);
                case BUFFER -> held(process).map(claim -> buffer(process, claim));
                case RESTORE -> restored(process);
                case REPEAT -> held(process).filter(_ -> written.containsKey(process))
                        .map(claim -> get(journal.append(claim, written.get(process))));
                case END -> held(process).map(claim -> restored(process) ? end(process, claim) : Write.FENCED);
                case SEE -> see(process);
                case REOPEN -> reopen(process);
                case PRUNE -> prune(get(journal.prune()));
            };
        }

        private Set<WorkflowId> renewed(Claim claim, Set<WorkflowId> lost) {
            if (lost.isEmpty()) {
                accepted.add(claim.epoch());
            }
            return lost;
        }

        private Optional<Claim> held(int process) {
            return Optional.ofNullable(claims.get(process));
        }

        private Creation created(int process, Creation creation) {
            if (creation instanceof Creation.Claimed(var claim)) {
                var _ = hold(process, claim);
            }
            return creation;
        }

        private Claim hold(int process, Claim claim) {
            var former = owners.putIfAbsent(claim.epoch(), claim.owner());
            assertThat(former).as("owner of epoch %d\n%s", claim.epoch(), story).isIn(null, claim.owner());
            claims.put(process, claim);
            seqs.put(process, claim.seq());
            return claim;
        }

        private Batch batch(int process, Claim claim) {
            var mark = ++marks;
            return new Batch(seqs.get(process) + 1, List.of(marked(mark)),
                    Map.of(StepId.of("step", mark), JournalFixture.answer("a")), JournalFixture.progress(Status.RUNNING));
        }

        private Batch buffer(int process, Claim claim) {
            var batch = batch(process, claim);
            cuts.computeIfAbsent(process, _ -> new Cut(claim, new ArrayList<>())).lacking().add(batch);
            seqs.put(process, batch.lastSeq());
            return batch;
        }

        /** As it has to come before every write of a process that was cut off. */
        private boolean restored(int process) {
            var cut = cuts.remove(process);
            if (cut == null) {
                return true;
            }
            var lease = new Lease(cut.claim().owner(), LEASE);
            var restoration = get(journals.get(process).restore(lease, snapshot(cut.claim(), cut.lacking()), true));
            if (restoration == Restoration.REFUSED) {
                claims.remove(process);
                return false;
            }
            cut.lacking().forEach(batch -> recorded(cut.claim(), batch));
            return true;
        }

        /** What such a process knows: what it wrote before, and what it could not write any more. */
        private Snapshot snapshot(Claim claim, List<Batch> lacking) {
            var entries = new ArrayList<JournalEntry>();
            var outcomes = new LinkedHashMap<StepId, Outcome>();
            Stream.concat(sent.getOrDefault(claim, List.of()).stream(), lacking.stream()).forEach(batch -> {
                entries.add(new JournalEntry(new Position(claim.epoch(), batch.firstSeq()), batch.events().getFirst()));
                outcomes.putAll(batch.outcomes());
            });
            var head = new Head(Optional.of(claim.owner()), claim.epoch(), entries.size(),
                    JournalFixture.progress(Status.RUNNING), false, Optional.empty(), Optional.empty());
            return new Snapshot(new Standing(JournalFixture.submission(1), head), outcomes, entries, Optional.empty(), false,
                    Optional.empty());
        }

        private Write append(int process, Claim claim, Batch batch) {
            var write = get(journals.get(process).append(claim, batch));
            if (write == Write.RECORDED) {
                written.put(process, batch);
                sent.computeIfAbsent(claim, _ -> new ArrayList<>()).add(batch);
                seqs.put(process, batch.lastSeq());
                recorded(claim, batch);
            }
            return write;
        }

        private Write end(int process, Claim claim) {
            var batch = batch(process, claim);
            var result = JournalFixture.result(ID, Status.FAILED, LONG_AGO);
            var write = get(journals.get(process).end(claim, batch, result, true));
            if (write == Write.RECORDED) {
                assertThat(ended).as("ended twice\n%s", story).isFalse();
                ended = true;
                recorded(claim, batch);
            }
            claims.remove(process);
            return write;
        }

        private void recorded(Claim claim, Batch batch) {
            var mark = Integer.parseInt(batch.outcomes().keySet().iterator().next().value().substring("step_".length()));
            var former = events.putIfAbsent(claim.epoch() + "-" + batch.firstSeq(), mark);
            assertThat(former).as("two events at one place\n%s", story).isNull();
            accepted.add(claim.epoch());
            steps.add("step_" + mark);
        }

        private Position see(int process) {
            seen.put(process, tip());
            return seen.get(process);
        }

        private Position tip() {
            return get(journals.getFirst().find(ID)).map(standing -> standing.head().tip()).orElse(Position.START);
        }

        private Reopening reopen(int process) {
            var now = tip();
            var decided = seen.getOrDefault(process, now);
            var reopening = get(journals.get(process).reopen(JournalFixture.submission(1), decided, Set.of()));
            assertThat(reopening == Reopening.CHANGED).as(story.toString()).isEqualTo(ended && !decided.equals(now));
            assertThat(reopening == Reopening.ACTIVE && ended).as(story.toString()).isFalse();
            ended = ended && reopening != Reopening.REOPENED;
            return reopening;
        }

        private int prune(int removed) {
            if (removed > 0) {
                assertThat(ended).as("pruned while active\n%s", story).isTrue();
                ended = false;
                epoch = 0;
                List.of(owners, events, claims).forEach(Map::clear);
                List.of(steps, accepted).forEach(Set::clear);
            }
            return removed;
        }

        /**
         * Indexes agree with the head, and head, events and outcomes with the answers so far.
         *
         * @return what all that follows depends on, equal to that of any other order that has led to the same
         */
        List<Object> look() {
            var all = redis.send(Command.EVAL, LOOK, "0", ID, done());
            assertFits(all);
            return known(text(all, 16));
        }

        private void assertFits(Response all) {
            var status = text(all, 0);
            var there = flags(all);
            if (status.isEmpty()) {
                assertThat(there).as(story.toString()).isEqualTo("000000000");
                assertThat(text(all, 13) + text(all, 14)).as(story.toString()).isEmpty();
                return;
            }
            var owned = !text(all, 1).isEmpty();
            // active, completed, by_time, result, claims, waiting, by_created, type, entry
            var expected = ended ? "011100111" : owned ? "100010111" : "100001111";
            assertThat(there).as(story.toString()).isEqualTo(expected);
            assertThat(Stored.status(status).ended()).as(story.toString()).isEqualTo(ended);
            assertThat(Long.parseLong(text(all, 2))).as("epoch\n%s", story).isGreaterThanOrEqualTo(epoch);
            epoch = Long.parseLong(text(all, 2));
            if (owned) {
                assertThat(owners.get(epoch)).as(story.toString()).isEqualTo(new Owner(text(all, 1)));
            }
            assertThat(Integer.parseInt(text(all, 15))).as("takeovers from drivers that never were\n%s", story)
                    .isLessThanOrEqualTo(accepted.size());
            assertThat(text(all, 3)).as("seq\n%s", story).isEqualTo(String.valueOf(events.size()));
            assertThat(text(all, 13)).as("outcomes\n%s", story).isEqualTo(String.join(" ", steps));
            assertThat(text(all, 14)).as("events\n%s", story).isEqualTo(String.join(" ",
                    events.entrySet().stream().map(event -> event.getKey() + "=" + event.getValue()).toList()));
        }

        private static String flags(Response all) {
            var flags = new StringBuilder();
            for (var index = 4; index <= 12; index++) {
                flags.append(text(all, index));
            }
            return flags.toString();
        }

        private static String text(Response all, int index) {
            return all.get(index).toString();
        }

        private static Envelope marked(int mark) {
            return new Envelope(ID, Instant.EPOCH, new WorkflowEvent.WorkflowError("mark " + mark, Fault.Code.INTERNAL,
                    Duration.ZERO, BigDecimal.ZERO));
        }
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(5));
    }
}
