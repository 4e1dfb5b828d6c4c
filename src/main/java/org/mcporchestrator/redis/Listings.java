package org.mcporchestrator.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.mcporchestrator.journal.Listing;
import org.mcporchestrator.journal.Listing.Cursor;
import org.mcporchestrator.journal.Listing.Filter;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.redis.link.RedisLink;
import org.mcporchestrator.workflow.WorkflowId;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import io.vertx.redis.client.ResponseType;

/** Walks through the workflows by creation, a page of the index at a time, until enough of them match. */
final class Listings {

    private static final int EXAMINED_AT_MOST = 1000;
    private static final int PAGE = 100;

    private final RedisLink link;
    private final RedisKeys keys;
    private final Stored stored;

    Listings(RedisLink link, RedisKeys keys, Stored stored) {
        this.link = link;
        this.keys = keys;
        this.stored = stored;
    }

    Uni<Listing> list(Filter filter, Optional<Cursor> cursor, int limit) {
        var walk = new Walk(filter, cursor, limit);
        return Uni.createFrom().deferred(walk::step)
                .repeat().whilst(_ -> !walk.done)
                .collect().last()
                .map(_ -> walk.listing());
    }

    private final class Walk {

        private final Filter filter;
        private final Optional<Cursor> from;
        private final int limit;
        private final List<Standing> found = new ArrayList<>();
        private Optional<Cursor> last;
        private String newest;
        private int offset;
        private int examined;
        private boolean more;
        private boolean done;

        Walk(Filter filter, Optional<Cursor> from, int limit) {
            this.filter = filter;
            this.from = from;
            this.limit = limit;
            this.last = from;
            this.newest = from.map(cursor -> Stored.micros(cursor.createdAt())).orElse("+inf");
        }

        Listing listing() {
            return new Listing(found, more ? last : Optional.empty());
        }

        Uni<Integer> step() {
            var size = filter.equals(Filter.ALL) ? Math.min(limit + 1, PAGE) : PAGE;
            return link.read(Request.cmd(Command.ZREVRANGEBYSCORE).arg(keys.byCreated()).arg(newest).arg("-inf")
                    .arg("WITHSCORES").arg("LIMIT").arg(offset).arg(size))
                    .map(Walk.this::places)
                    .chain(places -> heads(places).invoke(heads -> examine(places, heads, size)).replaceWith(places.size()));
        }

        /**
         * Of an answer that lists pairs, as RESP3 has it, or members and scores in turn. Empty where somebody else has put
         * something that is no workflow.
         */
        private List<Optional<Cursor>> places(Response page) {
            var places = new ArrayList<Optional<Cursor>>();
            for (var index = 0; index < page.size(); index++) {
                var item = page.get(index);
                var pair = item.type() == ResponseType.MULTI;
                var score = pair ? item.get(1) : page.get(++index);
                places.add(WorkflowId.parse(pair ? item.get(0).toString() : item.toString())
                        .map(id -> new Cursor(Stored.ofMicros(score.toDouble()), id)));
            }
            return places;
        }

        private Uni<List<Optional<Standing>>> heads(List<Optional<Cursor>> all) {
            var places = all.stream().flatMap(Optional::stream).toList();
            return places.isEmpty() ? Uni.createFrom().item(List.of())
                    : link.readEach(places.stream().map(place -> head(place.id())).toList())
                            .map(heads -> heads.stream().map(stored::readable).toList());
        }

        private Request head(WorkflowId id) {
            var request = Request.cmd(Command.HMGET).arg(keys.run(id));
            Stored.STANDING.forEach(request::arg);
            return request;
        }

        private void examine(List<Optional<Cursor>> all, List<Optional<Standing>> heads, int size) {
            var places = all.stream().flatMap(Optional::stream).toList();
            if (offset == 0 && from.isEmpty() && !all.isEmpty() && all.getFirst().isPresent()) {
                // From here on, so that workflows added meanwhile do not shift what comes next.
                newest = Stored.micros(places.getFirst().createdAt());
            }
            offset += all.size();
            done = all.size() < size;
            for (var index = 0; index < places.size(); index++) {
                var place = places.get(index);
                if (from.isPresent() && place.compareTo(from.get()) >= 0) {
                    continue;
                }
                if (found.size() >= limit || examined == EXAMINED_AT_MOST) {
                    more = true;
                    done = true;
                    return;
                }
                examined++;
                last = Optional.of(place);
                heads.get(index).filter(filter::matches).ifPresent(found::add);
            }
        }
    }
}
