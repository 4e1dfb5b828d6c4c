package org.mcporchestrator.redis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
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

    /** Members of the index, whatever they are, for one page: a rare filter must not walk through everything kept. */
    private static final int EXAMINED_AT_MOST = 1000;
    /** As far ahead as cursors have a form for: microseconds in the year 4821. */
    private static final double NEWEST = 9e16;
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

    /** A member of the index; without an id where somebody else has put something that is no workflow. */
    private record Place(double score, Optional<WorkflowId> id) {

        Instant at() {
            return Stored.ofMicros(score);
        }

        Optional<Cursor> cursor() {
            return id.map(known -> new Cursor(at(), known));
        }
    }

    /**
     * Each read begins at the creation of the last workflow before, and passes over what was looked at: nothing is skipped if
     * others are added or removed meanwhile. Only among more than a page of the same microsecond it counts.
     */
    private final class Walk {

        private final Filter filter;
        private final int limit;
        private final String oldest;
        private final List<Standing> found = new ArrayList<>();
        private Optional<Cursor> last;
        private Optional<Cursor> next = Optional.empty();
        private double top;
        private int sameTime;
        private int examined;
        private boolean more;
        private boolean done;

        Walk(Filter filter, Optional<Cursor> from, int limit) {
            this.filter = filter;
            this.limit = limit;
            this.oldest = filter.from().map(Stored::micros).orElse("0");
            this.last = from;
            this.top = from.map(cursor -> Double.parseDouble(Stored.micros(cursor.createdAt()))).orElse(NEWEST);
        }

        Listing listing() {
            return new Listing(found, more ? next : Optional.empty());
        }

        Uni<Integer> step() {
            var size = filter.equals(Filter.ALL) ? Math.min(limit + 2, PAGE) : PAGE;
            return link.read(Request.cmd(Command.ZREVRANGEBYSCORE).arg(keys.byCreated()).arg(Double.toString(top)).arg(oldest)
                    .arg("WITHSCORES").arg("LIMIT").arg(sameTime).arg(size))
                    .map(Walk.this::places)
                    .chain(places -> heads(places).invoke(heads -> examine(places, heads, size)).replaceWith(places.size()));
        }

        /** Of an answer that lists pairs, as RESP3 has it, or members and scores in turn. */
        private List<Place> places(Response page) {
            var places = new ArrayList<Place>();
            for (var index = 0; index < page.size(); index++) {
                var item = page.get(index);
                var pair = item.type() == ResponseType.MULTI;
                var score = pair ? item.get(1) : page.get(++index);
                places.add(new Place(score.toDouble(), WorkflowId.parse(pair ? item.get(0).toString() : item.toString())));
            }
            return places;
        }

        private Uni<Iterator<Optional<Standing>>> heads(List<Place> places) {
            var ids = places.stream().flatMap(place -> place.id().stream()).toList();
            return ids.isEmpty() ? Uni.createFrom().item(Collections.emptyIterator())
                    : link.readEach(ids.stream().map(this::head).toList())
                            .map(heads -> heads.stream().map(stored::readable).iterator());
        }

        private Request head(WorkflowId id) {
            var request = Request.cmd(Command.HMGET).arg(keys.run(id));
            Stored.STANDING.forEach(request::arg);
            return request;
        }

        private void examine(List<Place> places, Iterator<Optional<Standing>> heads, int size) {
            done = places.size() < size;
            for (var place : places) {
                var head = place.id().flatMap(_ -> heads.next());
                if (isBehindLast(place)) {
                    if (found.size() >= limit || examined == EXAMINED_AT_MOST) {
                        more = true;
                        done = true;
                        return;
                    }
                    pass(place, head);
                }
            }
            goOn(places);
        }

        private boolean isBehindLast(Place place) {
            return last.isEmpty() || place.cursor().map(cursor -> cursor.compareTo(last.get()) < 0)
                    .orElseGet(() -> place.at().isBefore(last.get().createdAt()));
        }

        private void pass(Place place, Optional<Standing> head) {
            examined++;
            next = place.cursor().or(() -> Optional.of(Cursor.before(place.at())));
            last = place.cursor().or(() -> last);
            head.filter(filter::matches).ifPresent(found::add);
        }

        private void goOn(List<Place> places) {
            if (!places.isEmpty()) {
                var lowest = places.getLast().score();
                sameTime = lowest == top ? sameTime + places.size() : 0;
                top = lowest;
            }
        }
    }
}
