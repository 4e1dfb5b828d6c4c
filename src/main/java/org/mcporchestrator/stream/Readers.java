package org.mcporchestrator.stream;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

/** Who reads events of this process now: counted, limited, and told to those who ask for figures. */
@ApplicationScoped
public class Readers {

    private static final Duration COME_AGAIN = Duration.ofSeconds(5);

    private final Set<Reader> open = ConcurrentHashMap.newKeySet();
    private final LongAdder sent = new LongAdder();
    private final StreamConfig config;
    private final Clock clock;

    Readers(StreamConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** One open stream. A class, not a record: two readers of one workflow that came at the same instant are two. */
    static final class Reader {

        private final WorkflowId workflow;
        private final Instant since;

        private Reader(WorkflowId workflow, Instant since) {
            this.workflow = workflow;
            this.since = since;
        }
    }

    /**
     * The readers of one workflow.
     *
     * @param age of the one that has been reading longest
     */
    public record Audience(WorkflowId workflow, int readers, Duration age) {}

    /** Lets a reader in; throws {@code OVERLOADED} if there are as many as may be. */
    Reader enter(WorkflowId workflow) {
        refuseIfFull();
        var reader = new Reader(workflow, clock.instant());
        open.add(reader);
        return reader;
    }

    void refuseIfFull() {
        if (open.size() >= config.maxReaders()) {
            throw new FaultException(Fault.Code.OVERLOADED, "as many streams are read as this server serves")
                    .retryAfter(COME_AGAIN);
        }
    }

    void leave(Reader reader) {
        open.remove(reader);
    }

    void sent() {
        sent.increment();
    }

    /** Open streams of all workflows. */
    public int count() {
        return open.size();
    }

    public int limit() {
        return config.maxReaders();
    }

    /** Events sent to all readers since this process started; an event that two readers got counts twice. */
    public long eventsSent() {
        return sent.sum();
    }

    /** Age of the stream that has been open longest; empty if none is open. */
    public Optional<Duration> oldest() {
        return oldest(List.copyOf(open));
    }

    /** The workflows that are read now, by id. */
    public List<Audience> audiences() {
        return open.stream()
                .collect(Collectors.groupingBy(reader -> reader.workflow))
                .entrySet().stream()
                .map(this::audience)
                .sorted(Comparator.comparing(audience -> audience.workflow().value()))
                .toList();
    }

    private Audience audience(Map.Entry<WorkflowId, List<Reader>> entry) {
        return new Audience(entry.getKey(), entry.getValue().size(), oldest(entry.getValue()).orElse(Duration.ZERO));
    }

    private Optional<Duration> oldest(List<Reader> readers) {
        return readers.stream()
                .map(reader -> reader.since)
                .min(Comparator.naturalOrder())
                .map(since -> Duration.between(since, clock.instant()));
    }
}
