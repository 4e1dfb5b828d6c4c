package org.mcporchestrator.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mcporchestrator.workflow.fault.Fault.Code.AGENT_TIMED_OUT;
import static org.mcporchestrator.workflow.fault.Fault.Code.PROVIDER_UNAVAILABLE;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.agent.ModelCall;
import org.mcporchestrator.agent.Prompt;
import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.workflow.fault.FaultException;

import io.smallrye.mutiny.Uni;

/** What every provider must do. */
public abstract class ProviderContract {

    protected static final Duration SOON = Duration.ofSeconds(10);
    protected static final Prompt PROMPT = new Prompt("You answer.", "Task: why is the sky blue?");

    /** A provider that answers. */
    protected abstract Provider answering();

    /** A provider whose every call fails with PROVIDER_UNAVAILABLE. */
    protected abstract Provider failing();

    /** A provider that lets a caller wait for much longer than a test may take. */
    protected abstract Provider slow();

    protected static ModelCall call(Duration timeout) {
        return new ModelCall(PROMPT, "some-model", 0.5, 100, timeout);
    }

    protected static FaultException failureOf(Uni<?> answer) {
        return catchThrowableOfType(FaultException.class, () -> answer.await().atMost(SOON));
    }

    @Test
    void saysWhoItIs() {
        assertThat(answering().name()).matches("[a-z][a-z0-9_]*");
        assertThat(answering().variable()).matches("[A-Z][A-Z0-9_]*");
        assertThat(answering().defaultModel()).isNotBlank();
        assertThat(answering().configured()).isTrue();
    }

    @Test
    void answersWithTextModelAndTokens() {
        var reply = answering().complete(call(SOON)).await().atMost(SOON);

        assertThat(reply.content()).isNotBlank();
        assertThat(reply.model()).isNotBlank();
        assertThat(reply.usage().prompt()).isPositive();
        assertThat(reply.usage().completion()).isPositive();
        assertThat(reply.toString()).doesNotContain(reply.content());
    }

    @Test
    void nothingIsCalledUntilSomebodySubscribesAndEachSubscriptionIsACall() {
        var answer = answering().complete(call(SOON));

        assertThat(answer.await().atMost(SOON).content()).isEqualTo(answer.await().atMost(SOON).content());
    }

    @Test
    void failsWithAFault() {
        var failure = failureOf(failing().complete(call(SOON)));

        assertThat(failure.fault().code()).isEqualTo(PROVIDER_UNAVAILABLE);
        assertThat(failure.fault().detail()).isNotBlank().doesNotContain(PROMPT.user());
    }

    @Test
    void keepsTheTimeLimit() {
        var failure = failureOf(slow().complete(call(Duration.ofMillis(50))));

        assertThat(failure.fault().code()).isEqualTo(AGENT_TIMED_OUT);
    }

    @Test
    void doesNotBlockItsCaller() {
        var began = System.nanoTime();

        slow().complete(call(SOON)).subscribe().with(_ -> {
        }, _ -> {
        }).cancel();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }
}
