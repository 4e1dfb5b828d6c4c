package org.mcporchestrator.redis;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;

import org.mcporchestrator.journal.Batch;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.History;
import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Listing;
import org.mcporchestrator.journal.Listing.Cursor;
import org.mcporchestrator.journal.Listing.Filter;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.journal.admission.Admission;
import org.mcporchestrator.journal.durable.DurableJournal;
import org.mcporchestrator.journal.durable.Snapshot;
import org.mcporchestrator.journal.retention.RetentionConfig;
import org.mcporchestrator.redis.link.Address;
import org.mcporchestrator.redis.link.LinkState;
import org.mcporchestrator.redis.link.RedisConfig;
import org.mcporchestrator.redis.link.RedisLink;
import org.mcporchestrator.redis.link.Script;
import org.mcporchestrator.redis.packing.Packing;
import org.mcporchestrator.redis.retention.Pruning;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.StepId;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

/**
 * The journal in Redis, shared by all processes with the same Redis, database and prefix. Each transition is one script, and
 * the scripts hold the rules: who may write, what a repetition answers. Connects at the first call, as a bean at once.
 */
@Singleton
@Typed({ RedisJournal.class, DurableJournal.class })
public class RedisJournal implements DurableJournal {

    private static final int CHUNK = 200;

    private final RedisKeys keys;
    private final RedisLink link;
    private final Scripts scripts;
    private final Stored stored;
    private final Arguments arguments;
    private final Listings listings;
    private final Recents recents;
    private final Pruning pruning;
    private final Damage damage = new Damage(System::nanoTime);
    private final boolean enabled;
    private volatile Replies.Place walked = Replies.Place.FRONT;

    public RedisJournal(Redis redis, RedisConfig config, RetentionConfig retention, ObjectMapper json) {
        this.enabled = config.enabled();
        this.keys = new RedisKeys(config.keyPrefix().orElse(""), Address.of(config).database());
        this.link = new RedisLink(redis, config, keys.notices(), keys.incarnation());
        this.scripts = Scripts.of(keys);
        this.stored = new Stored(json, new Packing(config.compressFrom().asLongValue()));
        this.arguments = new Arguments(stored, retention);
        this.listings = new Listings(link, keys, stored);
        this.recents = new Recents(link, keys, stored);
        this.pruning = new Pruning(link, script("prune"), retention, System::nanoTime);
    }

    /** Before anybody asks: a start goes on while the connections are made. */
    @PostConstruct
    void begin() {
        if (enabled) {
            connect();
        }
    }

    /** Whether Redis can be used, now and whenever that changes. */
    public Multi<LinkState> states() {
        return link.states();
    }

    /** The way to Redis, for others that read what is stored. */
    public RedisLink link() {
        return link;
    }

    public RedisKeys keys() {
        return keys;
    }

    /** A script by its name, with those names of keys and definitions in front that it uses. */
    public Script script(String name) {
        return Scripts.named(keys, name);
    }

    /** Begins to connect; the first call does it too. */
    public void connect() {
        link.begin();
    }

    @PreDestroy
    void close() {
        link.close();
    }

    @Override
    public Uni<Creation> create(Submission submission, Optional<Lease> lease, Admission admission) {
        var id = submission.id();
        return run(scripts.create(), id, () -> arguments.create(submission, lease, admission))
                .map(reply -> Replies.creation(reply, id, lease.map(Lease::owner).orElse(new Owner(""))));
    }

    @Override
    public Uni<List<Claim>> claim(Lease lease, int slots) {
        return slots <= 0 ? Uni.createFrom().item(List.of())
                : link.run(scripts.claim(), Arguments.claim(lease, Math.min(slots, CHUNK), "", walked))
                        .map(reply -> Replies.claimed(reply, lease.owner()))
                        .invoke(claimed -> walked = claimed.place())
                        .invoke(claimed -> damage.setAside(claimed.aside()))
                        .map(Replies.Claimed::claims);
    }

    @Override
    public Uni<Integer> succeed(Lease lease, String instance) {
        return link.run(scripts.succeed(), Arguments.succeed(lease, instance, false))
                .map(Response::toInteger);
    }

    @Override
    public Uni<Void> remain(Lease lease, String instance) {
        return link.run(scripts.succeed(), Arguments.succeed(lease, instance, true)).replaceWithVoid();
    }

    @Override
    public Uni<Optional<Claim>> seize(WorkflowId id, Lease lease) {
        return run(scripts.claim(), id, () -> Arguments.claim(lease, 0, id.value(), Replies.Place.FRONT))
                .map(reply -> Replies.word(reply, id).equals("ENDED") ? Optional.empty()
                        : Optional.of(Replies.claim(reply, 1, lease.owner())));
    }

    @Override
    public Uni<Set<WorkflowId>> renew(Lease lease, Collection<Claim> claims) {
        return Uni.join().all(chunks(claims).stream()
                .map(chunk -> link.run(scripts.renew(), Arguments.renew(lease, chunk))).toList())
                .andFailFast()
                .map(RedisJournal::ids);
    }

    @Override
    public Uni<Void> release(Collection<Claim> claims) {
        return Uni.join().all(chunks(claims).stream()
                .map(chunk -> link.run(scripts.release(), Arguments.release(chunk))).toList())
                .andFailFast()
                .replaceWithVoid();
    }

    @Override
    public Uni<Write> append(Claim claim, Batch batch) {
        return run(scripts.append(), claim.id(), () -> arguments.append(claim, batch))
                .map(reply -> Replies.write(reply, claim.id()));
    }

    @Override
    public Uni<Write> end(Claim claim, Batch batch, OrchestratorResult result, boolean reopenable) {
        return run(scripts.end(), claim.id(), () -> arguments.end(claim, batch, result, reopenable))
                .map(reply -> Replies.write(reply, claim.id()));
    }

    @Override
    public Uni<Reopening> reopen(Submission submission, Position seen, Set<StepId> forgotten) {
        return run(scripts.reopen(), submission.id(), () -> arguments.reopen(submission, seen, forgotten))
                .map(reply -> Reopening.valueOf(Replies.word(reply, submission.id())));
    }

    @Override
    public Uni<Set<StepId>> offer(WorkflowId id, Map<StepId, Offer> offers) {
        return run(scripts.offer(), id, () -> arguments.offer(id, offers))
                .map(reply -> StreamSupport.stream(reply.spliterator(), false).map(step -> new StepId(step.toString()))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public Uni<Map<StepId, Offer>> offers(WorkflowId id) {
        return read(id, link.read(Request.cmd(Command.HGETALL).arg(keys.offers(id))).map(stored::offers));
    }

    @Override
    public Uni<History> history(WorkflowId id) {
        return read(id, link.read(List.of(head(id), Request.cmd(Command.HGETALL).arg(keys.steps(id)),
                Request.cmd(Command.HGETALL).arg(keys.offers(id))))
                .map(answers -> stored.standing(answers.getFirst())
                        .map(standing -> new History(standing, stored.outcomes(answers.get(1)),
                                stored.offers(answers.getLast())))
                        .orElseThrow(() -> Replies.unknown(id))));
    }

    @Override
    public Multi<JournalEntry> follow(WorkflowId id, Position after) {
        return Multi.createFrom().<JournalEntry> safePublisher(
                subscriber -> new EventReader(link, keys, stored, id, after, subscriber).begin())
                .onFailure(Damage::is).transform(_ -> Replies.damaged(id));
    }

    @Override
    public Uni<Optional<Standing>> find(WorkflowId id) {
        return read(id, link.read(head(id)).map(stored::standing));
    }

    @Override
    public Uni<Optional<OrchestratorResult>> result(WorkflowId id) {
        return read(id, link.read(Request.cmd(Command.GET).arg(keys.result(id)))
                .map(text -> Stored.value(text).map(json -> stored.read(json, OrchestratorResult.class))));
    }

    @Override
    public Uni<Recent> recent(int ended) {
        return recents.read(ended);
    }

    @Override
    public Uni<Listing> list(Filter filter, Optional<Cursor> cursor, int limit) {
        return listings.list(filter, cursor, limit);
    }

    @Override
    public Uni<Backlog> backlog() {
        return link.run(scripts.backlog(), List.of()).map(Replies::backlog);
    }

    @Override
    public Uni<Boolean> remove(WorkflowId id) {
        return run(scripts.remove(), id, () -> Arguments.texts(id.value()))
                .map(reply -> Replies.word(reply, id).equals("REMOVED"));
    }

    @Override
    public Uni<Integer> prune() {
        return pruning.run();
    }

    @Override
    public Multi<Notice> notices() {
        return Multi.createFrom().<Notice> emitter(emitter -> {
            var listening = link.channels().listen(keys.notices(), text -> notice(text).ifPresent(emitter::emit));
            emitter.onTermination(listening::cancel);
            link.begin();
        }, BackPressureStrategy.BUFFER);
    }

    private static Optional<Notice> notice(String text) {
        var words = text.split(" ");
        return switch (words[0] + words.length) {
            case "1" -> Optional.of(new Notice.Gap());
            case "waiting1" -> Optional.of(new Notice.Waiting());
            case "begun2" -> WorkflowId.parse(words[1]).map(Notice.Begun::new);
            case "taken3" -> WorkflowId.parse(words[1]).map(id -> new Notice.Taken(id, new Owner(words[2])));
            case "offered2" -> WorkflowId.parse(words[1]).map(Notice.Offered::new);
            case "revoked2" -> WorkflowId.parse(words[1]).map(Notice.Revoked::new);
            default -> Optional.empty();
        };
    }

    @Override
    public Uni<String> incarnation() {
        return link.read(Request.cmd(Command.GET).arg(keys.incarnation()))
                .map(mark -> Stored.value(mark).map(found -> found + " " + link.run()).orElse(""));
    }

    @Override
    public Uni<Restoration> restore(Lease driver, Snapshot snapshot, boolean known) {
        var restorer = new Restorer(stored, driver, snapshot);
        return run(scripts.restore(), snapshot.id(), () -> restorer.arguments(known))
                .map(reply -> Restoration.valueOf(Replies.word(reply, snapshot.id())))
                .chain(restoration -> restoration == Restoration.REFUSED || snapshot.result().isEmpty()
                        ? Uni.createFrom().item(restoration)
                        : end(restorer.claim(), restorer.ending(), snapshot.result().get(), snapshot.reopenable())
                                .map(write -> write == Write.RECORDED ? Restoration.RESTORED : Restoration.REFUSED));
    }

    @Override
    public Uni<Set<WorkflowId>> unbegun(Collection<WorkflowId> ids) {
        return recents.unbegun(List.copyOf(ids)).map(Set::copyOf);
    }

    @Override
    public Uni<List<JournalEntry>> entries(WorkflowId id) {
        return read(id, link.read(Request.cmd(Command.XRANGE).arg(keys.journal(id)).arg("-").arg("+"))
                .map(entries -> StreamSupport.stream(entries.spliterator(), false).map(stored::entry).toList()));
    }

    private Uni<Response> run(Script script, WorkflowId id, Supplier<List<byte[]>> given) {
        return read(id, Uni.createFrom().deferred(() -> link.run(script, given.get())));
    }

    private <T> Uni<T> read(WorkflowId id, Uni<T> stored) {
        return stored
                .onFailure(Damage::is).invoke(failure -> damage.tell(id, failure))
                .onFailure(Damage::is).transform(_ -> Replies.damaged(id));
    }

    private Request head(WorkflowId id) {
        var request = Request.cmd(Command.HMGET).arg(keys.run(id));
        Stored.STANDING.forEach(request::arg);
        return request;
    }

    /** At least one, which may be empty: a renewal of nothing is a sign of life too. */
    private static List<List<Claim>> chunks(Collection<Claim> claims) {
        var all = List.copyOf(claims);
        return IntStream.rangeClosed(0, Math.max(0, all.size() - 1) / CHUNK)
                .mapToObj(chunk -> all.subList(chunk * CHUNK, Math.min(all.size(), (chunk + 1) * CHUNK)))
                .toList();
    }

    private static Set<WorkflowId> ids(List<Response> replies) {
        var ids = new HashSet<WorkflowId>();
        replies.forEach(reply -> reply.forEach(id -> ids.add(new WorkflowId(id.toString()))));
        return Set.copyOf(ids);
    }
}
