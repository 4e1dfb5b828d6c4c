package org.mcporchestrator.memory;

import static java.util.Comparator.naturalOrder;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.mcporchestrator.journal.Batch;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Journal.Backlog;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Journal.Ended;
import org.mcporchestrator.journal.Journal.Notice;
import org.mcporchestrator.journal.Journal.Offer;
import org.mcporchestrator.journal.Journal.Recent;
import org.mcporchestrator.journal.Journal.Reopening;
import org.mcporchestrator.journal.Journal.Unread;
import org.mcporchestrator.journal.Journal.Write;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Listing;
import org.mcporchestrator.journal.Listing.Cursor;
import org.mcporchestrator.journal.Listing.Filter;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.journal.admission.Admission;
import org.mcporchestrator.journal.durable.Snapshot;
import org.mcporchestrator.journal.retention.RetentionConfig;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.webhook.Webhook;

/**
 * All workflows, and who waits, is driven or has ended. Each method is one transition; the caller holds the lock around it and
 * sends its {@link #signals} afterwards.
 *
 * <p>
 * A workflow is in exactly one of the three queues. One whose lease has run out moves to those that wait, but keeps its owner
 * until somebody else claims it.
 */
final class MemoryStore {

    /** Workflows that a list looks at for one page: a rare filter must not walk through everything kept. */
    private static final int EXAMINED_AT_MOST = 1000;

    private final Clock clock;
    private final RetentionConfig config;
    private final Map<WorkflowId, Kept> all = new HashMap<>();
    private final NavigableMap<Moment, Kept> byCreation = new TreeMap<>();
    private final NavigableMap<Turn, Kept> waiting = new TreeMap<>();
    private final NavigableMap<Moment, Kept> byDeadline = new TreeMap<>();
    private final NavigableMap<Moment, Kept> byEnd = new TreeMap<>();
    private final Map<String, Owner> instances = new HashMap<>();
    private final Keys keys = new Keys();
    private final Map<WorkflowId, Webhook> begun = new LinkedHashMap<>();
    private final List<Notice> notices = new ArrayList<>();
    private final List<EventLog> changed = new ArrayList<>();

    MemoryStore(Clock clock, RetentionConfig config) {
        this.clock = clock;
        this.config = config;
    }

    /** What the transitions since the last call have to tell. */
    Signals signals() {
        var signals = new Signals(List.copyOf(notices), List.copyOf(changed));
        notices.clear();
        changed.clear();
        return signals;
    }

    Creation create(Submission submission, Optional<Lease> lease, Admission admission) {
        var known = all.get(submission.id());
        if (known != null) {
            return known.createdAgain(submission, lease.map(Lease::owner));
        }
        var earlier = admission.key().flatMap(key -> keys.answer(key, clock.instant()));
        if (earlier.isPresent()) {
            return earlier.get();
        }
        if (lease.isEmpty() && waiting.size() >= admission.mostWaiting()) {
            return new Creation.Full();
        }
        var kept = new Kept(submission, lease.map(Lease::owner), admission.webhook());
        all.put(kept.id(), kept);
        kept.webhook().ifPresent(webhook -> begun.put(kept.id(), webhook));
        admission.key().ifPresent(key -> keys.use(key, kept.id(), clock.instant().plus(config.idempotencyKeys())));
        byCreation.put(kept.created(), kept);
        if (lease.isPresent()) {
            return new Creation.Claimed(take(kept, lease.get()));
        }
        enlist(kept);
        notices.add(new Notice.Waiting());
        return new Creation.Queued();
    }

    List<Claim> claim(Lease lease, int slots, Predicate<WorkflowId> mayBegin) {
        lapse();
        var choice = new Choice(lease, clock.instant(), mayBegin);
        return choice.of(waiting.values(), byDeadline.values(), slots).stream().map(kept -> take(kept, lease)).toList();
    }

    int succeed(Lease lease, String instance) {
        var before = Optional.ofNullable(instances.put(instance, lease.owner())).filter(owner -> !owner.equals(lease.owner()));
        var now = clock.instant();
        var left = byDeadline.values().stream().filter(kept -> before.isPresent() && kept.tenure().owner().equals(before))
                .toList();
        left.forEach(kept -> change(kept, () -> kept.leave(lease, now)));
        if (!left.isEmpty()) {
            notices.add(new Notice.Waiting());
        }
        return left.size();
    }

    Optional<Claim> seize(WorkflowId id, Lease lease) {
        var kept = known(id);
        if (kept.ended().isPresent()) {
            return Optional.empty();
        }
        kept.requestCancel();
        return Optional.of(take(kept, lease));
    }

    Set<WorkflowId> renew(Lease lease, Collection<Claim> claims) {
        var now = clock.instant();
        var lost = new HashSet<WorkflowId>();
        for (var claim : claims) {
            driven(claim).ifPresentOrElse(kept -> change(kept, () -> kept.renew(lease, now)), () -> lost.add(claim.id()));
        }
        return Set.copyOf(lost);
    }

    void release(Collection<Claim> claims) {
        var held = claims.stream().flatMap(claim -> driven(claim).stream()).toList();
        held.forEach(kept -> change(kept, kept::release));
        if (!held.isEmpty()) {
            notices.add(new Notice.Waiting());
        }
    }

    Write append(Claim claim, Batch batch) {
        var kept = known(claim.id());
        changed.add(kept.log());
        return kept.append(claim, batch);
    }

    Write end(Claim claim, Batch batch, OrchestratorResult result, boolean reopenable) {
        var kept = known(claim.id());
        changed.add(kept.log());
        withdraw(kept);
        var write = kept.end(claim, batch, result, reopenable);
        enlist(kept);
        return write;
    }

    Reopening reopen(Submission submission, Position seen, Set<StepId> forgotten) {
        var kept = known(submission.id());
        var reopening = kept.reopening(submission, seen);
        if (reopening != Reopening.REOPENED || kept.ended().isEmpty()) {
            return reopening;
        }
        byCreation.remove(kept.created());
        change(kept, () -> kept.reopen(submission, forgotten));
        byCreation.put(kept.created(), kept);
        notices.add(new Notice.Revoked(kept.id()));
        notices.add(new Notice.Waiting());
        return reopening;
    }

    boolean remove(WorkflowId id) {
        if (known(id).ended().isEmpty()) {
            return false;
        }
        forget(id);
        notices.add(new Notice.Revoked(id));
        return true;
    }

    Set<StepId> offer(WorkflowId id, Map<StepId, Offer> offers) {
        var kept = find(id).map(found -> found.offer(offers)).orElseGet(Set::of);
        if (!kept.isEmpty()) {
            notices.add(new Notice.Offered(id));
        }
        return kept;
    }

    Kept known(WorkflowId id) {
        return find(id).orElseThrow(() -> new FaultException(Fault.Code.UNKNOWN_WORKFLOW, "there is no workflow " + id));
    }

    Optional<Kept> find(WorkflowId id) {
        return Optional.ofNullable(all.get(id));
    }

    /** A workflow that is driven elsewhere is not adopted; what is adopted with an owner is never overdue here. */
    void adopt(Snapshot snapshot) {
        var webhook = snapshot.webhook().or(() -> find(snapshot.id()).flatMap(Kept::webhook));
        forget(snapshot.id());
        var kept = new Kept(snapshot, webhook, Instant.MAX);
        all.put(kept.id(), kept);
        byCreation.put(kept.created(), kept);
        enlist(kept);
    }

    void forget(WorkflowId id) {
        find(id).ifPresent(kept -> {
            withdraw(kept);
            drop(kept);
            kept.log().abandon();
            changed.add(kept.log());
        });
    }

    /** Webhooks of workflows that were created since the last call. */
    Map<WorkflowId, Webhook> begunWebhooks() {
        var since = new LinkedHashMap<>(begun);
        begun.clear();
        return since;
    }

    Set<WorkflowId> ids() {
        return Set.copyOf(all.keySet());
    }

    Listing list(Filter filter, Optional<Cursor> cursor, int limit) {
        var behind = cursor.map(last -> byCreation.headMap(Moment.of(last), false)).orElse(byCreation).descendingMap();
        var page = new ArrayList<Standing>();
        var last = cursor;
        var examined = 0;
        for (var entry : behind.entrySet()) {
            if (filter.from().filter(entry.getKey().at()::isBefore).isPresent()) {
                break;
            }
            if (page.size() == limit || examined == EXAMINED_AT_MOST) {
                return new Listing(page, last);
            }
            examined++;
            Optional.of(entry.getValue().standing()).filter(filter::matches).ifPresent(page::add);
            last = Optional.of(entry.getKey().cursor());
        }
        return new Listing(page, Optional.empty());
    }

    Recent recent(int ended) {
        var active = Stream.concat(waiting.values().stream(), byDeadline.values().stream()).map(Kept::standing).toList();
        var newest = byEnd.descendingMap().values().stream().limit(ended)
                .flatMap(kept -> kept.result().map(result -> new Ended(kept.standing(), result)).stream())
                .map(found -> new Unread(found.standing().id(), () -> found)).toList();
        return new Recent(active, newest, 0);
    }

    List<WorkflowId> endedBefore(int newest) {
        return byEnd.values().stream().limit(Math.max(0, byEnd.size() - newest)).map(Kept::id).toList();
    }

    Backlog backlog() {
        return new Backlog(waiting.size(), waiting.keySet().stream().map(turn -> turn.created().at()).min(naturalOrder()));
    }

    int prune() {
        var oldest = clock.instant().minus(config.age());
        var before = byEnd.size();
        while (byEnd.size() > config.maxResults() || !byEnd.isEmpty() && byEnd.firstKey().at().isBefore(oldest)) {
            var kept = byEnd.pollFirstEntry().getValue();
            drop(kept);
            notices.add(new Notice.Revoked(kept.id()));
        }
        return before - byEnd.size();
    }

    private void drop(Kept kept) {
        byCreation.remove(kept.created());
        all.remove(kept.id());
        begun.remove(kept.id());
        keys.forget(kept.id());
    }

    private Optional<Kept> driven(Claim claim) {
        return find(claim.id()).filter(kept -> kept.drivenUnder(claim));
    }

    private Claim take(Kept kept, Lease lease) {
        kept.tenure().owner().filter(before -> !before.equals(lease.owner()))
                .ifPresent(before -> notices.add(new Notice.Taken(kept.id(), before)));
        if (kept.tenure().owner().isEmpty() && waiting.containsKey(kept.turn())) {
            notices.add(new Notice.Begun(kept.id()));
        }
        withdraw(kept);
        var claim = kept.claim(lease, clock.instant());
        enlist(kept);
        return claim;
    }

    private void change(Kept kept, Runnable change) {
        withdraw(kept);
        change.run();
        enlist(kept);
    }

    /** Takes a workflow out of its queue; needed before anything that a queue is ordered by changes. */
    private void withdraw(Kept kept) {
        waiting.remove(kept.turn());
        byDeadline.remove(deadline(kept));
        kept.ended().ifPresent(byEnd::remove);
    }

    private void enlist(Kept kept) {
        if (kept.ended().isPresent()) {
            byEnd.put(kept.ended().get(), kept);
        } else if (kept.tenure().owner().isPresent()) {
            byDeadline.put(deadline(kept), kept);
        } else {
            waiting.put(kept.turn(), kept);
        }
    }

    /** Lets those wait for another driver whose driver did not renew in time. */
    private void lapse() {
        while (!byDeadline.isEmpty() && !byDeadline.firstKey().at().isAfter(clock.instant())) {
            var kept = byDeadline.pollFirstEntry().getValue();
            waiting.put(kept.turn(), kept);
        }
    }

    private static Moment deadline(Kept kept) {
        return new Moment(kept.tenure().deadline(), kept.id());
    }
}
