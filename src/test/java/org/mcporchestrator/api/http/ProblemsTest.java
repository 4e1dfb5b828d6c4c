package org.mcporchestrator.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.ClosedChannelException;
import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpClosedException;

@QuarkusTest
@Tag("application")
class ProblemsTest {

    @Inject
    Problems problems;

    @ParameterizedTest
    @EnumSource(Fault.Code.class)
    void everyFaultHasAStatusAndABody(Fault.Code code) {
        var failure = problems.of(new FaultException(code, "why"));

        assertThat(failure.status()).isBetween(400, 504);
        assertThat(failure.body().toString())
                .isEqualTo("{\"success\":false,\"error\":\"why\",\"code\":\"" + code.wire() + "\"}");
    }

    @Test
    void aWaitIsTold() {
        var failure = problems.of(new FaultException(Fault.Code.OVERLOADED, "full").retryAfter(Duration.ofMillis(500)));

        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.headers()).containsEntry("Retry-After", "1");
    }

    @Test
    void aDefectTellsNothing() {
        var failure = problems.of(new IllegalStateException("secret"));

        assertThat(failure.status()).isEqualTo(500);
        assertThat(failure.body().toString()).doesNotContain("secret").contains("\"success\":false");
    }

    /** A caller who goes away while waiting is everyday life: nobody has to act. */
    @Test
    void aCallerWhoIsGoneIsNoDefect() throws Exception {
        assertThat(Defects.logged(() -> told(new HttpClosedException("Connection was closed")))).isEmpty();
        assertThat(Defects.logged(() -> told(new ClosedChannelException()))).isEmpty();
        assertThat(Defects.logged(() -> told(new IllegalStateException("a defect"))))
                .containsExactly("a request failed");
    }

    private void told(Throwable failure) {
        var _ = problems.of(failure);
    }
}
