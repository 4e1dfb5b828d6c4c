package org.mcporchestrator.memory.webhook;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;

import org.mcporchestrator.journal.Journal.Notice;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.memory.MemoryJournal;
import org.mcporchestrator.webhook.Assignment;
import org.mcporchestrator.webhook.DeadLetter;
import org.mcporchestrator.webhook.Decision;
import org.mcporchestrator.webhook.DeliveryId;
import org.mcporchestrator.webhook.OutgoingEvent;
import org.mcporchestrator.webhook.Registration;
import org.mcporchestrator.webhook.Settlement;
import org.mcporchestrator.webhook.WebhookStore;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.event.Envelope;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.webhook.Webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * Webhooks of a process without Redis: all is lost when it ends. What a workflow's removal takes is not put aside: its events
 * are gone with it.
 */
@Singleton
@Typed(MemoryWebhooks.class)
public class MemoryWebhooks implements WebhookStore {

    private static final int EVENTS_AT_ONCE = 50;
    private static final int MOST_DEAD = 10_000;

    private final MemoryJournal journal;
    private final ObjectMapper json;
    private final Clock clock;
    private final Map<WorkflowId, Hook> hooks = new HashMap<>();
    private final SequencedMap<DeliveryId, DeadLetter> dead = new LinkedHashMap<>();
    /** Of the last decision about each workflow. */
    private final Map<WorkflowId, Long> editions = new HashMap<>();
    private long decisions;
    private long delivered;
    private long failures;

    public MemoryWebhooks(MemoryJournal journal, ObjectMapper json, Clock clock) {
        this.journal = journal;
        this.json = json;
        this.clock = clock;
        journal.notices().subscribe().with(this::heed);
    }

    /** What was reopened has the whole time again; what was removed leaves nothing. */
    private synchronized void heed(Notice notice) {
        if (notice instanceof Notice.Revoked(var id)) {
            if (journal.tip(id).isEmpty()) {
                remove(id);
            } else {
                Optional.ofNullable(hooks.get(id)).ifPresent(Hook::failsNoMore);
            }
        }
    }

    @Override
    public Uni<Decision> register(WorkflowId id, Webhook webhook, Duration rotation) {
        return atomically(() -> decide(id, new Decision(Optional.of(webhook), ++decisions), rotation));
    }

    @Override
    public Uni<Optional<Decision>> unregister(WorkflowId id) {
        return atomically(() -> {
            var decision = new Decision(Optional.empty(), ++decisions);
            var there = hooks.containsKey(id);
            remove(id);
            editions.put(id, decision.edition());
            return Optional.of(decision).filter(_ -> there);
        });
    }

    @Override
    public Uni<Boolean> restore(WorkflowId id, Decision decision) {
        return atomically(() -> {
            long known = editions.getOrDefault(id, -1L);
            if (known < decision.edition()) {
                var _ = decide(id, decision, Duration.ZERO);
            }
            return known <= decision.edition();
        });
    }

    private Decision decide(WorkflowId id, Decision decision, Duration rotation) {
        if (journal.tip(id).isEmpty()) {
            throw new FaultException(Fault.Code.UNKNOWN_WORKFLOW, "there is no workflow " + id);
        }
        editions.put(id, decision.edition());
        decision.webhook().ifPresentOrElse(webhook -> registered(id, webhook, rotation), () -> remove(id));
        return decision;
    }

    private void begin(WorkflowId id, Webhook webhook) {
        editions.put(id, Decision.first(webhook).edition());
        registered(id, webhook, Duration.ZERO);
    }

    private void registered(WorkflowId id, Webhook webhook, Duration rotation) {
        var hook = hooks.get(id);
        if (hook == null) {
            hooks.put(id, new Hook(id, webhook, clock.instant(), ++decisions << Integer.SIZE));
        } else {
            hook.replace(webhook, clock.instant(), rotation);
        }
    }

    /** With what was put aside. */
    private void remove(WorkflowId id) {
        dead.keySet().removeIf(letter -> letter.workflow().equals(id));
        hooks.remove(id);
    }

    @Override
    public Uni<Optional<Registration>> find(WorkflowId id) {
        return atomically(() -> Optional.ofNullable(hooks.get(id)).map(hook -> hook.registration(clock.instant())));
    }

    @Override
    public Uni<Taken> claim(Duration lease, Capacity capacity) {
        return atomically(() -> {
            var now = clock.instant();
            var busy = new HashMap<>(capacity.busy());
            var taken = new ArrayList<Assignment>();
            hooks.values().removeIf(hook -> journal.tip(hook.id()).isEmpty() && !hasLetters(hook.id()));
            editions.keySet().removeIf(id -> journal.tip(id).isEmpty());
            for (var hook : hooks.values().stream().filter(each -> each.isDue(now))
                    .sorted(Comparator.comparing(Hook::dueAt)).toList()) {
                var host = hook.webhook().host();
                if (taken.size() < capacity.slots() && busy.getOrDefault(host, 0) < capacity.ofHost()) {
                    var events = undelivered(hook);
                    if (!events.isEmpty()) {
                        busy.merge(host, 1, Integer::sum);
                        taken.add(hook.claim(now.plus(lease), events, now));
                    }
                }
            }
            return new Taken("memory", taken, 0);
        });
    }

    private boolean hasLetters(WorkflowId id) {
        return dead.keySet().stream().anyMatch(letter -> letter.workflow().equals(id));
    }

    /** Events that it does not want are passed over for good. */
    private List<OutgoingEvent> undelivered(Hook hook) {
        while (true) {
            var page = journal.entries(hook.id(), hook.cursor(), EVENTS_AT_ONCE);
            var wanted = page.stream().filter(entry -> hook.webhook().wants(entry.envelope().event().type()))
                    .map(entry -> new OutgoingEvent(entry.position(), entry.envelope().event().type(), text(entry.envelope())))
                    .toList();
            if (!wanted.isEmpty() || page.isEmpty()) {
                return wanted;
            }
            hook.moveTo(page.getLast().position());
        }
    }

    @Override
    public Uni<Standing> settle(Assignment assignment, Duration lease, Settlement settlement) {
        return atomically(() -> {
            var hook = hooks.get(assignment.registration().workflow());
            if (hook == null || !hook.isClaimedBy(assignment)) {
                return Standing.OVER;
            }
            return settled(hook, assignment, lease, settlement);
        });
    }

    private Standing settled(Hook hook, Assignment assignment, Duration lease, Settlement settlement) {
        var now = clock.instant();
        return switch (settlement) {
            case Settlement.Delivered arrived -> next(hook, lease, arrived.position(), () -> {
                delivered++;
                hook.delivered(arrived.position());
            });
            case Settlement.Dead buried -> next(hook, lease, buried.position(), () -> {
                failures++;
                bury(hook, assignment, buried.position(), buried.error());
                hook.buried(buried.position(), buried.error(), now);
            });
            case Settlement.Retry retry -> over(() -> {
                failures++;
                hook.retry(now.plus(retry.pause()), retry.error(), now);
            });
            case Settlement.Disabled disabled -> over(() -> {
                failures++;
                hook.disable(disabled.error(), now);
            });
            case Settlement.Release _ -> over(() -> hook.release(now));
        };
    }

    private static Standing over(Runnable change) {
        change.run();
        return Standing.OVER;
    }

    /** What was settled before is not settled again. */
    private Standing next(Hook hook, Duration lease, Position position, Runnable change) {
        if (position.seq() > hook.cursor().seq()) {
            change.run();
        }
        if (undelivered(hook).isEmpty()) {
            return over(() -> hook.release(clock.instant()));
        }
        hook.extend(clock.instant().plus(lease));
        return Standing.MINE;
    }

    private void bury(Hook hook, Assignment assignment, Position position, String error) {
        var now = clock.instant();
        assignment.events().stream().filter(event -> event.position().equals(position)).findFirst().ifPresent(event -> {
            var id = new DeliveryId(hook.id(), position);
            dead.putLast(id, new DeadLetter(id, event, now, hook.attempts() + 1, error));
        });
        dead.values().removeIf(letter -> !letter.isKept(now));
        while (dead.size() > MOST_DEAD) {
            dead.pollFirstEntry();
        }
    }

    @Override
    public Uni<DeadLetter.Page> deadLetters(Optional<DeadLetter.Place> after, int limit) {
        return atomically(() -> {
            var behind = kept().filter(letter -> after.map(place -> letter.place().compareTo(place) < 0).orElse(true))
                    .sorted(Comparator.comparing(DeadLetter::place).reversed())
                    .limit(limit + 1L).toList();
            var page = behind.stream().limit(limit).toList();
            return new DeadLetter.Page(page,
                    behind.size() > limit ? Optional.of(page.getLast().place()) : Optional.empty());
        });
    }

    private Stream<DeadLetter> kept() {
        var now = clock.instant();
        return dead.values().stream().filter(letter -> letter.isKept(now));
    }

    @Override
    public Uni<Optional<DeadLetter>> deadLetter(DeliveryId id) {
        return atomically(() -> Optional.ofNullable(dead.get(id)).filter(letter -> letter.isKept(clock.instant())));
    }

    @Override
    public Uni<Boolean> discard(DeliveryId id, boolean arrived) {
        return atomically(() -> {
            var there = dead.remove(id) != null;
            if (there && arrived) {
                delivered++;
                Optional.ofNullable(hooks.get(id.workflow())).ifPresent(Hook::failsNoMore);
            }
            return there;
        });
    }

    @Override
    public Uni<Figures> figures() {
        return atomically(() -> new Figures(hooks.size(),
                hooks.values().stream().filter(hook -> journal.tip(hook.id()).filter(hook::isBehind).isPresent()).count(),
                delivered, failures, kept().count()));
    }

    /** Whoever delivers looks by itself, which costs nothing here. */
    @Override
    public Multi<Object> due() {
        return Multi.createFrom().nothing();
    }

    private String text(Envelope envelope) {
        try {
            return json.writeValueAsString(envelope);
        } catch (JsonProcessingException defect) {
            throw new IllegalStateException("cannot be written as JSON", defect);
        }
    }

    private <T> Uni<T> atomically(Supplier<T> transition) {
        return Uni.createFrom().item(() -> {
            synchronized (this) {
                journal.begunWebhooks().forEach(this::begin);
                return transition.get();
            }
        });
    }
}
