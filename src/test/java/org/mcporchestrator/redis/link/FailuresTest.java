package org.mcporchestrator.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcporchestrator.workflow.fault.FaultException;

import io.vertx.redis.client.impl.types.ErrorType;

class FailuresTest {

    @ParameterizedTest
    @ValueSource(strings = { "ERR [0] io.netty.channel.StacklessClosedChannelException",
            "ERR [2] java.io.IOException: Broken pipe", "ERR [1] CONNECTION_CLOSED", "CONNECTION_CLOSED" })
    void aConnectionThatBreaksUnderABatchMeansThatRedisIsAway(String message) {
        var failure = ErrorType.create(message);

        assertThat(Failures.breaksConnection(failure)).isTrue();
        assertThat(Failures.translated(failure)).isInstanceOf(FaultException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = { "ERR [1] WRONGTYPE Operation against a key holding the wrong kind of value",
            "ERR [0] wrong number of arguments for 'get' command", "ERR wrong number of arguments for 'get' command" })
    void whatRedisRefusesIsADefectOfOurs(String message) {
        var failure = ErrorType.create(message);

        assertThat(Failures.breaksConnection(failure)).isFalse();
        assertThat(Failures.translated(failure)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = { "LOADING Redis is loading the dataset in memory", "ERR [0] OOM command not allowed" })
    void aRedisThatCannotServeNowIsAway(String message) {
        assertThat(Failures.translated(ErrorType.create(message))).isInstanceOf(FaultException.class);
    }

    @Test
    void anyOtherFailureMeansThatRedisIsAway() {
        assertThat(Failures.translated(new IOException("reset"))).isInstanceOf(FaultException.class);
    }
}
