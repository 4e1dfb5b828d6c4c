package org.mcporchestrator.agent.model;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.mcporchestrator.agent.Agent;
import org.mcporchestrator.agent.Listener;
import org.mcporchestrator.agent.ModelCall;
import org.mcporchestrator.agent.Permission;
import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.Providers.Candidate;
import org.mcporchestrator.agent.Reply;
import org.mcporchestrator.agent.price.PriceList;
import org.mcporchestrator.agent.prompt.Prompts;
import org.mcporchestrator.agent.traffic.LaneClosed;
import org.mcporchestrator.agent.traffic.Lanes;
import org.mcporchestrator.agent.traffic.Turn;
import org.mcporchestrator.workflow.fault.Defect;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;

/**
 * Performs a step by asking a provider's model, with retries; where a provider cannot answer, the next one takes over. Every
 * attempt waits in its provider's lane, and leaves with the workflow's permission only.
 */
@Singleton
class ModelAgent implements Agent {

    private final Prompts prompts;
    private final Succession succession;
    private final PriceList prices;
    private final Retry retry;
    private final Lanes lanes;
    private final CallMeters meters;
    private final Clock clock;

    ModelAgent(Prompts prompts, Succession succession, PriceList prices, Retry retry, Lanes lanes, CallMeters meters,
            Clock clock) {
        this.prompts = prompts;
        this.succession = succession;
        this.prices = prices;
        this.retry = retry;
        this.lanes = lanes;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public Uni<Outcome> perform(Step step, Permission permission) {
        return Listener.of(listener -> {
            var began = clock.instant();
            var attempts = new Attempts(listener);
            return Listener.during(
                    Uni.createFrom().deferred(() -> ask(succession.of(step.options()), step, permission, attempts)), attempts)
                    .map(answer -> answered(answer, took(began), attempts))
                    .onFailure().recoverWithItem(failure -> faulted(step, failure, took(began), attempts));
        });
    }

    /** Asks the first, and if that fails in a way that another one may heal, the others. */
    private Uni<Answer> ask(List<Candidate> candidates, Step step, Permission permission, Attempts attempts) {
        var candidate = candidates.getFirst();
        var others = candidates.subList(1, candidates.size());
        var answer = ask(candidate, step, permission, !others.isEmpty(), attempts);
        return others.isEmpty() ? answer
                : answer.onFailure(Succession::mayHealElsewhere).recoverWithUni(failure -> {
                    if (!permission.affordsAfter(failure)) {
                        return Uni.createFrom().failure(Retry.unaffordable(failure));
                    }
                    Log.infof("another provider takes over: step=%s provider=%s next=%s code=%s", step.id(),
                            candidate.provider().name(), others.getFirst().provider().name(), code(failure));
                    return ask(others, step, permission, attempts);
                });
    }

    private Uni<Answer> ask(Candidate candidate, Step step, Permission permission, boolean replaceable,
            Attempts attempts) {
        var options = step.options();
        var provider = candidate.provider();
        var call = new ModelCall(prompts.of(step.assignment()), candidate.model(), options.temperature(), options.maxTokens(),
                options.timeout());
        var patience = replaceable ? succession.patience() : retry.patience(options.timeout());
        var turn = Turn.of(call, permission, patience, replaceable);
        var attempt = Uni.createFrom().<Answer> deferred(() -> attempt(provider, call, attempts));
        return retry.upTo(options.attempts(), patience, permission,
                () -> lanes.to(provider).within(turn, attempt, answer -> answer.reply().usage().total()));
    }

    private Uni<Answer> attempt(Provider provider, ModelCall call, Attempts attempts) {
        attempts.next();
        var began = clock.instant();
        return provider.complete(call)
                .ifNoItem().after(call.timeout()).failWith(() -> timedOut(provider, call))
                .onFailure().transform(failure -> attempts.cutIfBegun(provider, failure))
                .map(reply -> new Answer(provider, reply, cost(call.model(), reply)))
                .invoke(answer -> meters.answered(provider, call.model(), answer.reply(), answer.cost(), took(began)))
                .onFailure().invoke(failure -> meters.failed(provider, call.model(), failure, took(began)))
                .onFailure().invoke(failure -> attempts.failed(provider, call, failure, prices)
                        .ifPresent(charge -> meters.charged(provider, charge)));
    }

    private static Outcome answered(Answer answer, Duration took, Attempts attempts) {
        var reply = answer.reply();
        return new Outcome.Answered(reply.content(), answer.provider().name(), reply.model(), reply.usage(),
                answer.cost(), took, attempts.made(), answer.provider().simulated(), reply.citations(), attempts.charges());
    }

    /** What the provider says, else the price list; for the model that answered, else for the one that was asked. */
    private Optional<BigDecimal> cost(String asked, Reply reply) {
        return reply.cost()
                .or(() -> prices.cost(reply.model(), reply.usage()))
                .or(() -> prices.cost(asked, reply.usage()));
    }

    private static Outcome faulted(Step step, Throwable failure, Duration took, Attempts attempts) {
        var fault = switch (failure) {
            case FaultException known -> known.fault();
            case LaneClosed closed -> closed.fault().fault();
            case Throwable defect -> internal(step, defect);
        };
        return new Outcome.Faulted(fault, took, attempts.made(), attempts.charges());
    }

    private static Fault internal(Step step, Throwable defect) {
        Log.errorf(Defect.withoutMessages(defect), "step failed by a defect: step=%s provider=%s model=%s", step.id(),
                step.options().provider(), step.options().model());
        return new Fault(Fault.Code.INTERNAL, "a defect of this server; see its log");
    }

    private static String code(Throwable failure) {
        return failure instanceof FaultException fault ? fault.fault().code().wire() : "left_alone";
    }

    private Duration took(Instant began) {
        return Duration.between(began, clock.instant());
    }

    private static FaultException timedOut(Provider provider, ModelCall call) {
        return new FaultException(Fault.Code.AGENT_TIMED_OUT,
                provider.name() + " did not answer within " + call.timeout().toMillis() + " ms");
    }

    private record Answer(Provider provider, Reply reply, Optional<BigDecimal> cost) {}
}
