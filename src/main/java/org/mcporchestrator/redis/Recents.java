package org.mcporchestrator.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import org.mcporchestrator.journal.Journal.Ended;
import org.mcporchestrator.journal.Journal.Recent;
import org.mcporchestrator.journal.Journal.Unread;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.redis.link.RedisLink;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.result.OrchestratorResult;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

/**
 * Reads what a process wants to know at its start or after a break, in pipelined pages. What cannot be read is set aside, never
 * fatal.
 */
final class Recents {

    private static final int PAGE = 200;
    private static final int UNREADABLE_LOGGED = 100;
    private static final int SCHEMA = 1;

    private final RedisLink link;
    private final RedisKeys keys;
    private final Stored stored;

    Recents(RedisLink link, RedisKeys keys, Stored stored) {
        this.link = link;
        this.keys = keys;
        this.stored = stored;
    }

    Uni<Recent> read(int ended) {
        var unreadable = new ArrayList<WorkflowId>();
        return ids(Request.cmd(Command.SMEMBERS).arg(keys.active()))
                .chain(ids -> active(ids, unreadable))
                .chain(active -> newest(ended)
                        .chain(ids -> ended(ids, unreadable))
                        .map(found -> new Recent(active, found, unreadable.size())))
                .invoke(() -> report(unreadable));
    }

    /** Those whose epoch nobody has raised yet; of each no more is read than that. */
    Uni<List<WorkflowId>> unbegun(List<WorkflowId> ids) {
        return paged(ids, page -> link
                .readEach(page.stream().map(id -> Request.cmd(Command.HGET).arg(keys.run(id)).arg("epoch")).toList())
                .map((List<@Nullable Response> epochs) -> IntStream.range(0, page.size())
                        .filter(index -> Stored.value(epochs.get(index)).filter("0"::equals).isPresent())
                        .mapToObj(page::get).toList()));
    }

    private Uni<List<WorkflowId>> newest(int count) {
        return count == 0 ? Uni.createFrom().item(List.of())
                : ids(Request.cmd(Command.ZREVRANGE).arg(keys.byTime()).arg(0).arg(count - 1));
    }

    private Uni<List<WorkflowId>> ids(Request request) {
        return link.read(request).map(reply -> StreamSupport.stream(reply.spliterator(), false)
                .flatMap(id -> WorkflowId.parse(id.toString()).stream()).toList());
    }

    private Uni<List<Standing>> active(List<WorkflowId> ids, List<WorkflowId> unreadable) {
        return paged(ids, page -> link.readEach(page.stream().map(this::head).toList())
                .map((List<@Nullable Response> heads) -> standings(page, heads, unreadable)));
    }

    private Uni<List<Unread>> ended(List<WorkflowId> ids, List<WorkflowId> unreadable) {
        return paged(ids, page -> link.readEach(page.stream().map(this::head).toList())
                .chain((List<@Nullable Response> heads) -> link.readEach(page.stream().map(this::result).toList())
                        .map((List<@Nullable Response> results) -> pairs(page, heads, results, unreadable))));
    }

    private static <T> Uni<List<T>> paged(List<WorkflowId> ids,
            Function<List<WorkflowId>, Uni<? extends List<T>>> read) {
        var pages = new ArrayList<List<WorkflowId>>();
        for (var from = 0; from < ids.size(); from += PAGE) {
            pages.add(ids.subList(from, Math.min(ids.size(), from + PAGE)));
        }
        return Multi.createFrom().iterable(pages)
                .onItem().transformToUniAndConcatenate(read)
                .collect().in(ArrayList<T>::new, List::addAll)
                .map(List::copyOf);
    }

    private List<Standing> standings(List<WorkflowId> ids, List<@Nullable Response> heads, List<WorkflowId> unreadable) {
        var found = new ArrayList<Standing>();
        for (var index = 0; index < ids.size(); index++) {
            standing(ids.get(index), heads.get(index), unreadable).ifPresent(found::add);
        }
        return found;
    }

    private List<Unread> pairs(List<WorkflowId> ids, List<@Nullable Response> heads, List<@Nullable Response> results,
            List<WorkflowId> unreadable) {
        var found = new ArrayList<Unread>();
        for (var index = 0; index < ids.size(); index++) {
            var id = ids.get(index);
            var head = unlessDamaged(id, heads.get(index), unreadable, Recents::known);
            var result = results.get(index);
            if (head.isPresent() && result != null) {
                found.add(new Unread(id, () -> read(head.get(), result)));
            }
        }
        return found;
    }

    private Ended read(Response head, Response result) {
        return new Ended(stored.standing(head).orElseThrow(), stored.read(result.toBytes(), OrchestratorResult.class));
    }

    /** Empty if it has gone meanwhile, is of a newer version of this server, or cannot be read. */
    private Optional<Standing> standing(WorkflowId id, @Nullable Response head, List<WorkflowId> unreadable) {
        return unlessDamaged(id, head, unreadable, fields -> known(fields).flatMap(stored::standing));
    }

    /** Empty if it has gone meanwhile, or is of a newer version of this server. */
    private static Optional<Response> known(Response head) {
        return Stored.value(head.get(Stored.STANDING.size())).filter(schema -> Integer.parseInt(schema) <= SCHEMA)
                .map(_ -> head);
    }

    private static <T> Optional<T> unlessDamaged(WorkflowId id, @Nullable Response head, List<WorkflowId> unreadable,
            Function<Response, Optional<T>> reading) {
        try {
            return reading.apply(Objects.requireNonNull(head));
        } catch (RuntimeException damaged) {
            unreadable.add(id);
            return Optional.empty();
        }
    }

    private static void report(List<WorkflowId> unreadable) {
        if (!unreadable.isEmpty()) {
            Log.errorf("workflows in Redis cannot be read and are left alone: count=%d workflows=%s", unreadable.size(),
                    unreadable.subList(0, Math.min(UNREADABLE_LOGGED, unreadable.size())));
        }
    }

    private Request head(WorkflowId id) {
        var request = Request.cmd(Command.HMGET).arg(keys.run(id));
        Stored.STANDING.forEach(request::arg);
        return request.arg("schema");
    }

    private Request result(WorkflowId id) {
        return Request.cmd(Command.GET).arg(keys.result(id));
    }
}
