package org.mcporchestrator.engine.terms;

import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.Providers;
import org.mcporchestrator.agent.cost.Tariff;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.config.OrchestratorConfig;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.fault.FaultException.Problem;

/** Settles who performs a workflow and with which models, and refuses what cannot be had. */
@Singleton
public class Terms {

    private final Providers providers;
    private final Tariff tariff;

    public Terms(Providers providers, Tariff tariff) {
        this.providers = providers;
        this.tariff = tariff;
    }

    /** The provider of that name, or the preferred one; throws {@code INVALID_REQUEST} or {@code NO_PROVIDER}. */
    public Provider provider(Optional<String> wanted) {
        var provider = wanted
                .map(name -> providers.named(name).orElseThrow(() -> unknown(name)))
                .or(providers::preferred)
                .orElseThrow(() -> new FaultException(Fault.Code.NO_PROVIDER, "no model provider is configured; set one of "
                        + String.join(", ", providers.all().stream().map(Provider::variable).toList())));
        if (!provider.configured()) {
            throw new FaultException(Fault.Code.NO_PROVIDER,
                    provider.notice().orElseGet(
                            () -> "the provider " + provider.name() + " is not configured; set " + provider.variable()));
        }
        return provider;
    }

    /** The choices with what the caller left to the server, so that they mean the same on every process. */
    public OrchestratorConfig settled(OrchestratorConfig config, Provider provider) {
        var common = config.common();
        return config.with(common
                .withPrimaryModel(common.primaryModel().orElseGet(provider::defaultModel))
                .withFallback(common.fallback().orElseGet(providers::fallback)));
    }

    /** What costs nobody knows how much cannot be kept within a limit: throws {@code INVALID_REQUEST}. */
    public Submission affordable(Submission submission) {
        var unpriced = submission.config().common().maxTotalCost().isEmpty() ? List.<String> of() : tariff.unpriced(submission);
        if (unpriced.isEmpty()) {
            return submission;
        }
        throw FaultException.invalid(List.of(new Problem("max_total_cost", "needs a known price of every model, and "
                + String.join(", ", unpriced) + " has none: set it (orchestrator.prices), choose another model, or limit "
                + "max_total_tokens instead")));
    }

    /** The same submission with the changes; throws as {@link #provider} and {@link #affordable}. */
    public Submission changed(Submission submission, Changes changes) {
        var provider = provider(Optional.of(changes.provider().orElse(submission.provider())));
        var other = !provider.name().equals(submission.provider());
        var common = submission.config().common();
        var changed = common.with(
                changes.model().or(() -> other ? Optional.of(provider.defaultModel()) : common.primaryModel()),
                changes.workerModel().or(() -> other ? Optional.empty() : common.workerModel()),
                changes.synthesisModel().or(() -> other ? Optional.empty() : common.synthesisModel()),
                changes.fallback().or(common::fallback),
                changes.maxTotalCost().or(common::maxTotalCost),
                changes.maxTotalTokens().or(common::maxTotalTokens));
        return affordable(submission.with(submission.config().with(changed), provider.name()));
    }

    private FaultException unknown(String provider) {
        var known = String.join(", ", providers.all().stream().map(Provider::name).toList());
        return FaultException
                .invalid(List.of(new Problem("provider_name", "unknown provider " + provider + "; known are " + known)));
    }
}
