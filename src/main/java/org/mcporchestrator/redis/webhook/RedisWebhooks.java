package org.mcporchestrator.redis.webhook;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;

import org.mcporchestrator.redis.RedisJournal;
import org.mcporchestrator.redis.RedisKeys;
import org.mcporchestrator.redis.link.RedisLink;
import org.mcporchestrator.redis.link.Script;
import org.mcporchestrator.webhook.Assignment;
import org.mcporchestrator.webhook.DeadLetter;
import org.mcporchestrator.webhook.DeliveryId;
import org.mcporchestrator.webhook.Registration;
import org.mcporchestrator.webhook.Settlement;
import org.mcporchestrator.webhook.Webhook;
import org.mcporchestrator.webhook.WebhookStore;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

/**
 * Webhooks in Redis, shared by all processes: a hash for each registration, one list of who is due. The scripts that record
 * events make a workflow due, and those of this class move on.
 */
@Singleton
@Typed(RedisWebhooks.class)
public class RedisWebhooks implements WebhookStore {

    /** Workflows that one claim looks at: more may be due whose receivers have enough to do. */
    private static final int LOOKED_AT = 500;
    private static final int EVENTS_AT_ONCE = 50;

    private final RedisLink link;
    private final RedisKeys keys;
    private final StoredWebhooks stored;
    private final Clock clock;
    private final Script register;
    private final Script unregister;
    private final Script claim;
    private final Script settle;
    private final Script discard;
    private final Script dead;

    public RedisWebhooks(RedisJournal journal, ObjectMapper json, Clock clock) {
        this.link = journal.link();
        this.keys = journal.keys();
        this.stored = new StoredWebhooks(json);
        this.clock = clock;
        this.register = journal.script("webhook-register");
        this.unregister = journal.script("webhook-unregister");
        this.claim = journal.script("webhook-claim");
        this.settle = journal.script("webhook-settle");
        this.discard = journal.script("webhook-discard");
        this.dead = journal.script("webhook-dead");
    }

    @Override
    public Uni<Void> register(WorkflowId id, Webhook webhook, Duration rotation) {
        return register(id, webhook, rotation, false);
    }

    @Override
    public Uni<Void> restore(WorkflowId id, Webhook webhook) {
        return register(id, webhook, Duration.ZERO, true);
    }

    private Uni<Void> register(WorkflowId id, Webhook webhook, Duration rotation, boolean onlyNew) {
        return run(register, id, id.value(), webhook.url().toString(), webhook.host(), StoredWebhooks.events(webhook),
                webhook.secret().map(secret -> secret.value()).orElse(""), StoredWebhooks.name(webhook.form()),
                Long.toString(rotation.toMillis()), onlyNew ? "1" : "0", "0-0")
                .invoke(reply -> {
                    if (reply.get(0).toString().equals("UNKNOWN")) {
                        throw new FaultException(Fault.Code.UNKNOWN_WORKFLOW, "there is no workflow " + id);
                    }
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Boolean> unregister(WorkflowId id) {
        return run(unregister, id, id.value()).map(reply -> reply.toInteger() == 1);
    }

    @Override
    public Uni<Optional<Registration>> find(WorkflowId id) {
        var request = Request.cmd(Command.HMGET).arg(keys.webhook(id));
        StoredWebhooks.FIELDS.forEach(request::arg);
        return link.read(request).map(fields -> stored.registration(id, fields, clock.instant()));
    }

    @Override
    public Uni<Taken> claim(Duration lease, Capacity capacity) {
        var arguments = new ArrayList<>(List.of(Long.toString(lease.toMillis()), Integer.toString(capacity.slots()),
                Integer.toString(LOOKED_AT), Integer.toString(EVENTS_AT_ONCE), Integer.toString(capacity.ofHost())));
        capacity.busy().forEach((host, count) -> arguments.addAll(List.of(host, Integer.toString(count))));
        return link.run(claim, keys.indexes(), buffers(arguments)).map(this::taken);
    }

    /** What is damaged of one workflow holds up no other; it comes again when its lease is up. */
    private Taken taken(Response reply) {
        var assignments = new ArrayList<Assignment>();
        for (var index = 1; index < reply.size(); index++) {
            try {
                assignments.add(stored.assignment(reply.get(index), clock.instant()));
            } catch (RuntimeException damaged) {
                Log.errorf("stored webhook cannot be used: workflow=%s error=%s", reply.get(index).get(0),
                        damaged.getClass().getSimpleName());
            }
        }
        return new Taken(reply.get(0).toString(), assignments);
    }

    @Override
    public Uni<Standing> settle(Assignment assignment, Duration lease, Settlement settlement) {
        var id = assignment.registration().workflow();
        var what = switch (settlement) {
            case Settlement.Delivered arrived -> List.of("delivered", arrived.position().toString(), "0", "");
            case Settlement.Dead buried ->
                List.of("dead", buried.position().toString(), "0", StoredWebhooks.quoted(buried.error()));
            case Settlement.Retry retry ->
                List.of("retry", "", Long.toString(retry.pause().toMillis()), StoredWebhooks.quoted(retry.error()));
            case Settlement.Disabled disabled -> List.of("gone", "", "0", StoredWebhooks.quoted(disabled.error()));
            case Settlement.Release _ -> List.of("release", "", "0", "");
        };
        var arguments = new ArrayList<>(
                List.of(id.value(), Long.toString(assignment.fence()), Long.toString(lease.toMillis())));
        arguments.addAll(what);
        return link.run(settle, keys.of(id), buffers(arguments))
                .map(reply -> reply.get(0).toString().equals("MINE") ? Standing.MINE : Standing.OVER);
    }

    @Override
    public Uni<DeadLetter.Page> deadLetters(Optional<DeadLetter.Place> after, int limit) {
        var arguments = new ArrayList<>(List.of(Integer.toString(limit + 1)));
        after.ifPresent(place -> arguments.addAll(
                List.of(Long.toString(place.diedAt().toEpochMilli()), StoredWebhooks.member(place.id()))));
        return link.run(dead, keys.indexes(), buffers(arguments)).map(found -> stored.page(found, limit));
    }

    @Override
    public Uni<Optional<DeadLetter>> deadLetter(DeliveryId id) {
        return link.read(Request.cmd(Command.HGET).arg(keys.buried(id.workflow())).arg(id.position().toString()))
                .map(found -> stored.deadLetter(id, found).filter(letter -> letter.isKept(clock.instant())));
    }

    @Override
    public Uni<Boolean> discard(DeliveryId id, boolean delivered) {
        return run(discard, id.workflow(), id.workflow().value(), id.position().toString(), delivered ? "1" : "0")
                .map(reply -> reply.toInteger() == 1);
    }

    @Override
    public Uni<Figures> figures() {
        return link.read(List.of(Request.cmd(Command.SCARD).arg(keys.webhooks()),
                Request.cmd(Command.ZCARD).arg(keys.due()),
                Request.cmd(Command.HMGET).arg(keys.deliveryTotals()).arg("delivered").arg("failures"),
                Request.cmd(Command.ZCOUNT).arg(keys.deadLetters())
                        .arg("(" + clock.instant().minus(DeadLetter.KEPT).toEpochMilli()).arg("+inf")))
                .map(found -> new Figures(found.get(0).toLong(), found.get(1).toLong(), total(found.get(2), 0),
                        total(found.get(2), 1), found.get(3).toLong()));
    }

    private static long total(Response totals, int index) {
        return Optional.ofNullable(totals.get(index)).map(Response::toLong).orElse(0L);
    }

    @Override
    public Multi<Object> due() {
        return Multi.createFrom().emitter(emitter -> {
            var listening = link.channels().listen(keys.deliveries(), emitter::emit);
            emitter.onTermination(listening::cancel);
        }, BackPressureStrategy.DROP);
    }

    private Uni<Response> run(Script script, WorkflowId id, String... arguments) {
        return link.run(script, keys.of(id), buffers(Arrays.asList(arguments)));
    }

    private static List<Buffer> buffers(List<String> arguments) {
        return arguments.stream().map(Buffer::buffer).toList();
    }
}
