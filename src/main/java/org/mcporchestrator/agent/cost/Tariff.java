package org.mcporchestrator.agent.cost;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import org.mcporchestrator.agent.Prompt;
import org.mcporchestrator.agent.Providers;
import org.mcporchestrator.agent.Providers.Candidate;
import org.mcporchestrator.agent.price.PriceList;
import org.mcporchestrator.agent.prompt.Prompts;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.budget.Amount;
import org.mcporchestrator.workflow.step.CallOptions;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.Usage;

/** What calls may cost at most: the whole prompt by its {@link TokenBound}, and an answer as long as it may be. */
@Singleton
public class Tariff {

    private final Prompts prompts;
    private final Providers providers;
    private final PriceList prices;

    public Tariff(Prompts prompts, Providers providers, PriceList prices) {
        this.prompts = prompts;
        this.providers = providers;
        this.prices = prices;
    }

    /** Of one call, whoever of those that may be asked answers it. Where nobody knows a price any more, the dearest known. */
    public Amount of(Step step) {
        var prompt = prompts.of(step.assignment());
        return providers.candidates(step.options()).stream().map(candidate -> of(candidate, prompt, step.options()))
                .reduce(Amount.NONE, Amount::max);
    }

    private Amount of(Candidate candidate, Prompt prompt, CallOptions options) {
        var usage = new Usage(TokenBound.of(prompt), (long) options.maxTokens() + candidate.provider().room(candidate.model()));
        return new Amount(price(candidate, usage).orElseGet(() -> prices.dearest(usage)), usage.total());
    }

    /** Models of which nobody knows what they cost, of all that may be asked for answers to this submission. */
    public List<String> unpriced(Submission submission) {
        var common = submission.config().common();
        return Stream.of(common.primaryModel(), common.workerModel(), common.synthesisModel()).flatMap(Optional::stream)
                .flatMap(model -> providers.candidates(submission.provider(), model, common.fallback().orElse(List.of()))
                        .stream())
                .filter(candidate -> price(candidate, new Usage(1, 1)).isEmpty())
                .map(Candidate::model).distinct().toList();
    }

    private Optional<BigDecimal> price(Candidate candidate, Usage usage) {
        return candidate.provider().flatPrice().or(() -> prices.cost(candidate.model(), usage));
    }
}
