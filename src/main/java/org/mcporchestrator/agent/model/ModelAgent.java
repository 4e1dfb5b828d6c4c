package org.mcporchestrator.agent.model;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Singleton;

import org.mcporchestrator.agent.Agent;
import org.mcporchestrator.agent.ModelCall;
import org.mcporchestrator.agent.PriceList;
import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.Providers;
import org.mcporchestrator.agent.Reply;
import org.mcporchestrator.agent.prompt.Prompts;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.step.CallOptions;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;

/** Performs a step by asking a provider's model, with retries. */
@Singleton
class ModelAgent implements Agent {

    private final Prompts prompts;
    private final Providers providers;
    private final PriceList prices;
    private final Retry retry;
    private final Clock clock;

    ModelAgent(Prompts prompts, Providers providers, PriceList prices, Retry retry, Clock clock) {
        this.prompts = prompts;
        this.providers = providers;
        this.prices = prices;
        this.retry = retry;
        this.clock = clock;
    }

    @Override
    public Uni<Outcome> perform(Step step) {
        return Uni.createFrom().deferred(() -> {
            var began = clock.instant();
            var calls = new AtomicInteger();
            return Uni.createFrom().deferred(() -> ask(step, calls))
                    .map(answer -> answered(step.options(), answer, took(began), calls.get()))
                    .onFailure().recoverWithItem(failure -> faulted(step, failure, took(began), calls.get()));
        });
    }

    private Uni<Answer> ask(Step step, AtomicInteger calls) {
        var options = step.options();
        var provider = providers.named(options.provider()).orElseThrow(() -> unknown(options.provider()));
        var call = new ModelCall(prompts.of(step.assignment()), options.model(), options.temperature(), options.maxTokens(),
                options.timeout());
        return retry.upTo(options.attempts(), () -> attempt(provider, call, calls))
                .map(reply -> new Answer(provider, reply));
    }

    private static Uni<Reply> attempt(Provider provider, ModelCall call, AtomicInteger calls) {
        calls.incrementAndGet();
        return provider.complete(call)
                .ifNoItem().after(call.timeout()).failWith(() -> timedOut(provider, call));
    }

    private Outcome answered(CallOptions options, Answer answer, Duration took, int calls) {
        var reply = answer.reply();
        return new Outcome.Answered(reply.content(), answer.provider().name(), reply.model(), reply.usage(),
                cost(options, reply), took, calls, answer.provider().simulated());
    }

    /** What the provider says, else the price list; for the model that answered, else for the one that was asked. */
    private Optional<BigDecimal> cost(CallOptions options, Reply reply) {
        return reply.cost()
                .or(() -> prices.cost(reply.model(), reply.usage()))
                .or(() -> prices.cost(options.model(), reply.usage()));
    }

    private static Outcome faulted(Step step, Throwable failure, Duration took, int calls) {
        if (failure instanceof FaultException known) {
            return new Outcome.Faulted(known.fault(), took, calls);
        }
        Log.errorf(withoutMessages(failure), "step failed by a defect: step=%s provider=%s model=%s", step.id(),
                step.options().provider(), step.options().model());
        return new Outcome.Faulted(new Fault(Fault.Code.INTERNAL, "a defect of this server; see its log"), took, calls);
    }

    /** The same stack trace; messages of libraries may quote a prompt or an answer. */
    private static Throwable withoutMessages(Throwable failure) {
        var bare = new IllegalStateException(failure.getClass().getName());
        bare.setStackTrace(failure.getStackTrace());
        return bare;
    }

    private Duration took(Instant began) {
        return Duration.between(began, clock.instant());
    }

    private static FaultException timedOut(Provider provider, ModelCall call) {
        return new FaultException(Fault.Code.AGENT_TIMED_OUT,
                provider.name() + " did not answer within " + call.timeout().toMillis() + " ms");
    }

    private static FaultException unknown(String provider) {
        return new FaultException(Fault.Code.NO_PROVIDER, "no such provider: " + provider);
    }

    private record Answer(Provider provider, Reply reply) {}
}
