package org.mcporchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcporchestrator.engine.EngineFixture.Agents;
import org.mcporchestrator.journal.Journal;

import io.smallrye.mutiny.Uni;

/** When a process looks for work, and what becomes of that at its end. */
class DispatchTest {

    private final EngineFixture fixture = new EngineFixture();
    private final CountDownLatch asked = new CountDownLatch(1);

    @ParameterizedTest
    @ValueSource(strings = { "claim", "accept" })
    void whatIsClaimedWhileTheProcessStopsIsGivenBack(String late) throws InterruptedException {
        var id = fixture.process(Agents.eager(), 0).submit(EngineFixture.research(2));
        var settings = new EngineFixture.Settings(8, 8);
        var leaving = new EngineFixture.Process(slow(late), new Agents(_ -> Uni.createFrom().nothing()), settings,
                fixture.clock);
        var cache = new Cache(settings);
        var rehydration = new Rehydration(fixture.journal, new EngineFixture.AsItIs(true), cache, settings);
        rehydration.start(null);
        var dispatch = new Dispatch(leaving.drivers, new Queue(fixture.journal, fixture.clock), fixture.journal, cache,
                rehydration, settings);
        dispatch.start(null);
        assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();

        dispatch.drain(null);

        assertThat(fixture.journal.find(id).await().atMost(Duration.ofSeconds(1)).orElseThrow().head().owner()).isEmpty();
        assertThat(leaving.drivers.count()).isZero();
        dispatch.stop(null);
    }

    /** Redis has done it; the answer to one of its calls is still on its way. */
    private Journal slow(String late) {
        return (Journal) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Journal.class },
                (_, method, arguments) -> {
                    var answer = method.invoke(fixture.journal, arguments);
                    return method.getName().equals(late) ? ((Uni<?>) answer)
                            .invoke(asked::countDown)
                            .onItem().delayIt().by(Duration.ofMillis(200)) : answer;
                });
    }
}
