package org.mcporchestrator.engine;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.mcporchestrator.TestClock;
import org.mcporchestrator.agent.Agent;
import org.mcporchestrator.agent.ModelCall;
import org.mcporchestrator.agent.Permission;
import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.Providers;
import org.mcporchestrator.agent.Reply;
import org.mcporchestrator.agent.cost.Tariff;
import org.mcporchestrator.agent.price.PriceList;
import org.mcporchestrator.agent.prompt.Prompts;
import org.mcporchestrator.engine.claim.Figures;
import org.mcporchestrator.engine.live.Display;
import org.mcporchestrator.engine.live.Onlookers;
import org.mcporchestrator.engine.terms.Terms;
import org.mcporchestrator.engine.trace.Trace;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.journal.durable.Durability;
import org.mcporchestrator.journal.live.Alone;
import org.mcporchestrator.journal.live.Window;
import org.mcporchestrator.journal.retention.RetentionConfig;
import org.mcporchestrator.memory.MemoryJournal;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.BeltalowdaConfig;
import org.mcporchestrator.workflow.config.CommonConfig;
import org.mcporchestrator.workflow.config.Priority;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.Assignment;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.Usage;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Uni;

/** Processes on one journal in memory, with agents that do as they are told. */
final class EngineFixture {

    static final Duration SOON = Duration.ofSeconds(5);
    /** USD of each answer. */
    static final BigDecimal PRICE = new BigDecimal("0.01");

    final TestClock clock = new TestClock();
    final Journal journal = new MemoryJournal(clock, new Retention());

    /** One process: an engine with its own agents on the common journal. */
    Process process(Agents agents, int slots) {
        return new Process(journal, agents, new Settings(slots, 256), clock);
    }

    Process process(Agents agents) {
        return process(agents, 512);
    }

    List<String> eventsOf(WorkflowId id) {
        return entriesOf(id).stream().map(entry -> entry.envelope().event().type()).toList();
    }

    List<JournalEntry> entriesOf(WorkflowId id) {
        return journal.follow(id, Position.START).collect().asList().await().atMost(SOON);
    }

    static Request research(int agents) {
        return research(agents, config -> config);
    }

    static Request research(int agents, Function<BeltalowdaConfig, BeltalowdaConfig> change) {
        var common = common(agents, 10, true, Duration.ofHours(1));
        return new Request("Why is the sky blue?", Optional.empty(), change.apply(BeltalowdaConfig.defaults().with(common)),
                Optional.empty(), List.of(), Map.of(), Optional.empty(), Optional.empty());
    }

    /** A research with those subtasks, up to a hundred calls at a time. */
    static Request wide(List<String> subtasks) {
        var common = common(subtasks.size(), 100, true, Duration.ofHours(1));
        return new Request("Why is the sky blue?", Optional.empty(), BeltalowdaConfig.defaults().with(common),
                Optional.empty(), subtasks, Map.of(), Optional.empty(), Optional.empty());
    }

    static Request prior(int priority, Request request) {
        var from = request.config().common();
        var common = new CommonConfig(from.numAgents(), true, true, false, true, from.maxConcurrentAgents(), from.timeout(),
                from.workflowTimeout(), true, 2, true, from.documentFormats(), from.outputDirectory(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                new Priority(priority), true, Map.of());
        return new Request(request.task(), request.title(), request.config().with(common), request.provider(),
                request.subtasks(), request.context(), request.webhook(), request.idempotencyKey());
    }

    static CommonConfig common(int agents, int concurrent, boolean parallel, Duration limit) {
        var usual = BeltalowdaConfig.defaults().common();
        return new CommonConfig(agents, true, true, false, parallel, concurrent, usual.timeout(), limit, true, 2, true,
                usual.documentFormats(), usual.outputDirectory(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), usual.priority(), true, Map.of());
    }

    static final class Process {

        final Drivers drivers;
        final Cache cache;
        final Workflows workflows;
        final Figures figures;

        Process(Journal journal, Agent agents, EngineConfig config, Clock clock) {
            this(journal, agents, config, clock, true);
        }

        /** @param durable whether what is recorded would survive the end of this process */
        Process(Journal journal, Agent agents, EngineConfig config, Clock clock, boolean durable) {
            this(journal, agents, config, clock, durable, Optional.of(PRICE));
        }

        /** @param price of each call, USD; empty: nobody knows it */
        Process(Journal journal, Agent agents, EngineConfig config, Clock clock, boolean durable, Optional<BigDecimal> price) {
            this.cache = new Cache(config);
            var tariff = new Tariff(new Prompts(() -> 240_000), new OneProvider(price), new PriceList(Map.of()));
            this.figures = new Figures(clock);
            this.drivers = new Drivers(journal, new AsItIs(durable), agents, tariff, cache, config,
                    new Lease(Owner.random(), config.lease()),
                    new Onlookers(_ -> new Untraced(), new Display(new Window(new Alone()), clock)), clock, figures);
            this.workflows = new Workflows(journal, drivers, cache, new Terms(new OneProvider(price), tariff),
                    () -> Uni.createFrom().item(Optional.empty()),
                    clock);
        }

        @CanIgnoreReturnValue
        WorkflowId submit(Request request) {
            return workflows.submit(request).await().atMost(SOON).submission().id();
        }

        @CanIgnoreReturnValue
        WorkflowView ended(WorkflowId id) {
            return workflows.await(id, SOON).await().atMost(SOON.multipliedBy(2));
        }

        WorkflowView now(WorkflowId id) {
            return workflows.find(id).await().atMost(SOON);
        }

        void claimWaiting() {
            drivers.claimWaiting().await().atMost(SOON);
        }

        /** As when the process is asked to end; emits when it may go. */
        Uni<Void> stop(Duration grace) {
            return drivers.stop(grace);
        }

        void renew() {
            drivers.renew().await().atMost(SOON);
        }
    }

    /** Agents that answer as the test says, and remember what they were asked and what was called off. */
    static final class Agents implements Agent {

        final List<StepId> asked = new CopyOnWriteArrayList<>();
        final List<StepId> calledOff = new CopyOnWriteArrayList<>();
        final AtomicInteger busy = new AtomicInteger();
        final AtomicInteger busiest = new AtomicInteger();
        private final Function<Step, Uni<Outcome>> answers;

        Agents(Function<Step, Uni<Outcome>> answers) {
            this.answers = answers;
        }

        /** Answer at once. */
        static Agents eager() {
            return new Agents(step -> Uni.createFrom().item(answer(step)));
        }

        /** Answer a little later, on another thread. */
        static Agents thinking() {
            return new Agents(step -> Uni.createFrom().item(answer(step)).onItem().delayIt().by(Duration.ofMillis(5)));
        }

        @Override
        public Uni<Outcome> perform(Step step, Permission permission) {
            return permission.within(Uni.createFrom().deferred(() -> {
                asked.add(step.id());
                busiest.accumulateAndGet(busy.incrementAndGet(), Math::max);
                return answers.apply(step)
                        .onCancellation().invoke(() -> calledOff.add(step.id()))
                        .onTermination().invoke(busy::decrementAndGet);
            }));
        }
    }

    static Outcome answer(Step step) {
        var content = switch (step.assignment()) {
            case Assignment.Decompose decompose -> numbered(decompose.parts());
            case Assignment.Work work -> "Answer to " + work.subtask().description();
            case Assignment.Synthesise synthesis -> "Synthesis of " + synthesis.sources().size();
        };
        return new Outcome.Answered(content, "scripted", "parrot-1", new Usage(10, 5), Optional.of(PRICE),
                Duration.ofMillis(3), 1, true);
    }

    static Outcome fault(Fault.Code code) {
        return new Outcome.Faulted(new Fault(code, "as the test wants it"), Duration.ofMillis(3), 1);
    }

    static boolean isWork(Step step) {
        return step.assignment() instanceof Assignment.Work;
    }

    private static String numbered(int parts) {
        var lines = new ArrayList<String>();
        for (var part = 1; part <= parts; part++) {
            lines.add(part + ". Part " + part);
        }
        return String.join("\n", lines);
    }

    private record Untraced() implements Trace {

        @Override
        public Uni<Outcome> step(Step step, Uni<Outcome> work) {
            return work;
        }

        @Override
        public void ended(OrchestratorResult result) {}
    }

    private record OneProvider(Optional<BigDecimal> flatPrice) implements Providers, Provider {

        @Override
        public List<Provider> all() {
            return List.of(this);
        }

        @Override
        public Optional<Provider> named(String name) {
            return name.equals(name()) ? Optional.of(this) : Optional.empty();
        }

        @Override
        public Optional<Provider> preferred() {
            return Optional.of(this);
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public boolean configured() {
            return true;
        }

        @Override
        public String variable() {
            return "DEFAULT_PROVIDER";
        }

        @Override
        public String defaultModel() {
            return "parrot-1";
        }

        @Override
        public boolean simulated() {
            return true;
        }

        @Override
        public Uni<Reply> complete(ModelCall call) {
            throw new UnsupportedOperationException("agents are faked");
        }
    }

    record AsItIs(boolean durable) implements Durability {

        @Override
        public State state() {
            return new State(true, durable, durable ? "" : "it is away", Instant.EPOCH);
        }

        @Override
        public Uni<Void> awaited() {
            return Uni.createFrom().voidItem();
        }
    }

    private record Retention() implements RetentionConfig {

        @Override
        public Duration age() {
            return Duration.ofDays(7);
        }

        @Override
        public Duration idempotencyKeys() {
            return Duration.ofHours(24);
        }

        @Override
        public int maxResults() {
            return 10_000;
        }

        @Override
        public MemorySize maxBytes() {
            return new MemorySize(BigInteger.ZERO);
        }
    }

    record Settings(int maxWorkflows, int maxCalls, int maxWaiting, long step, long workflow)
            implements
                EngineConfig {

        Settings(int maxWorkflows, int maxCalls) {
            this(maxWorkflows, maxCalls, 10_000);
        }

        Settings(int maxWorkflows, int maxCalls, int maxWaiting) {
            this(maxWorkflows, maxCalls, maxWaiting, 1 << 20, 64 << 20);
        }

        Settings(int maxWorkflows, int maxCalls, long step, long workflow) {
            this(maxWorkflows, maxCalls, 10_000, step, workflow);
        }

        @Override
        public MemorySize stepMaxBytes() {
            return new MemorySize(BigInteger.valueOf(step));
        }

        @Override
        public MemorySize workflowMaxBytes() {
            return new MemorySize(BigInteger.valueOf(workflow));
        }

        @Override
        public int maxRetries() {
            return 50;
        }

        @Override
        public Duration lease() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Duration renewEvery() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration scanEvery() {
            return Duration.ofMillis(500);
        }

        @Override
        public Duration pruneEvery() {
            return Duration.ofSeconds(60);
        }

        @Override
        public int cachedResults() {
            return 100;
        }

        @Override
        public Duration startPatience() {
            return Duration.ofSeconds(2);
        }

        @Override
        public Duration shutdownGrace() {
            return Duration.ofSeconds(10);
        }

        @Override
        public Duration maxAge() {
            return Duration.ofHours(24);
        }

    }
}
