package org.mcporchestrator.agent.traffic;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

import org.mcporchestrator.agent.Provider;

/** The lanes of this process, one for each provider. */
@Singleton
public final class Lanes {

    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final TrafficConfig config;
    private final CommonLimits limits;
    private final Alarm alarm;
    private final Clock clock;

    public Lanes(TrafficConfig config, CommonLimits limits, Alarm alarm, Clock clock) {
        this.config = config;
        this.limits = limits;
        this.alarm = alarm;
        this.clock = clock;
    }

    /** The lane to that provider; what its capacity is, is asked once. */
    public Lane to(Provider provider) {
        return lanes.computeIfAbsent(provider.name(), _ -> new Lane(provider, config, limits, alarm, clock));
    }
}
