package org.mcporchestrator.redis.analytics;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import jakarta.inject.Singleton;

import org.mcporchestrator.analytics.Analytics;
import org.mcporchestrator.analytics.Costs;
import org.mcporchestrator.analytics.Costs.Dearest;
import org.mcporchestrator.analytics.Counts;
import org.mcporchestrator.analytics.Performance;
import org.mcporchestrator.analytics.Spending;
import org.mcporchestrator.redis.RedisJournal;
import org.mcporchestrator.redis.RedisKeys;
import org.mcporchestrator.redis.link.RedisConfig;
import org.mcporchestrator.redis.link.RedisLink;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import io.vertx.redis.client.ResponseType;

/** One round trip for each set of figures, and a second one for the details of the dearest workflow. */
@Singleton
public class RedisAnalytics implements Analytics {

    private static final Duration RECENT = Duration.ofDays(1);
    private static final int HOURS = 24;
    private static final int NEWEST_AT_MOST = 20;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final RedisLink link;
    private final RedisKeys keys;
    private final boolean enabled;
    private final Clock clock;

    public RedisAnalytics(RedisJournal journal, RedisConfig config, Clock clock) {
        this.link = journal.link();
        this.keys = journal.keys();
        this.enabled = config.enabled();
        this.clock = clock;
    }

    @Override
    public Uni<Counts> counts() {
        return asked(() -> link.read(countRequests()).map(RedisAnalytics::counts));
    }

    @Override
    public Uni<Costs> costs() {
        return asked(() -> link.read(costRequests())
                .chain(answers -> dearest(ids(answers.get(3))).map(dearest -> costs(answers, dearest))));
    }

    @Override
    public Uni<Optional<Performance>> performance() {
        return asked(() -> link.read(List.of(
                request(Command.ZCARD, keys.bySeconds()),
                request(Command.SCARD, keys.status(Status.COMPLETED)),
                request(Command.HGET, keys.kept(), "seconds"),
                request(Command.ZRANGE, keys.bySeconds(), "0", "0", "WITHSCORES"),
                request(Command.ZRANGE, keys.bySeconds(), "-1", "-1", "WITHSCORES")))
                .map(RedisAnalytics::performance));
    }

    private <T> Uni<T> asked(Supplier<Uni<? extends T>> question) {
        return enabled
                ? Uni.createFrom().deferred(question)
                        .onFailure(FaultException.class).transform(failure -> ((FaultException) failure).retryAfter(RETRY))
                : Uni.createFrom().failure(() -> new FaultException(Fault.Code.JOURNAL_UNAVAILABLE,
                        "Redis is not used: REDIS_ENABLED is false"));
    }

    private List<Request> countRequests() {
        var since = Long.toString(clock.instant().minus(RECENT).getEpochSecond());
        var requests = new ArrayList<Request>();
        requests.add(request(Command.SCARD, keys.active()));
        requests.add(request(Command.SCARD, keys.completed()));
        requests.add(request(Command.ZCOUNT, keys.byTime(), since, "+inf"));
        requests.add(request(Command.ZREVRANGEBYSCORE, keys.byTime(), "+inf", since, "LIMIT", "0",
                Integer.toString(NEWEST_AT_MOST)));
        Arrays.stream(PatternName.values()).forEach(pattern -> requests.add(request(Command.SCARD, keys.type(pattern))));
        Arrays.stream(Status.values()).forEach(status -> requests.add(request(Command.SCARD, keys.status(status))));
        return requests;
    }

    private static Counts counts(List<Response> answers) {
        var rest = answers.listIterator(4);
        var byPattern = new EnumMap<PatternName, Long>(PatternName.class);
        Arrays.stream(PatternName.values()).forEach(pattern -> byPattern.put(pattern, rest.next().toLong()));
        var byStatus = new EnumMap<Status, Long>(Status.class);
        Arrays.stream(Status.values()).forEach(status -> byStatus.put(status, rest.next().toLong()));
        return new Counts(answers.get(0).toLong(), answers.get(1).toLong(), byPattern, byStatus, answers.get(2).toLong(),
                ids(answers.get(3)));
    }

    private List<Request> costRequests() {
        var now = clock.instant();
        var requests = new ArrayList<>(List.of(
                request(Command.HGETALL, keys.kept()),
                request(Command.ZCARD, keys.byCost()),
                request(Command.ZCOUNT, keys.byCost(), "(0", "+inf"),
                request(Command.ZREVRANGE, keys.byCost(), "0", Integer.toString(NEWEST_AT_MOST)),
                spending(keys.totals())));
        IntStream.range(0, HOURS).mapToObj(hours -> now.minus(Duration.ofHours(hours)))
                .forEach(hour -> requests.add(spending(keys.hour(hour))));
        return requests;
    }

    private static Costs costs(List<Response> answers, Optional<Dearest> dearest) {
        var kept = Sums.of(answers.get(0));
        return new Costs(kept.spending(answers.get(1).toLong()), answers.get(2).toLong(), kept.seconds(), dearest,
                kept.shares("provider"), kept.shares("model"), kept.shares("pattern"),
                answers.subList(5, answers.size()).stream().map(RedisAnalytics::spending)
                        .reduce(Spending.NONE, Spending::plus),
                spending(answers.get(4)));
    }

    /** The first of them of which something is known: it may have been removed in between, or never have been a workflow. */
    private Uni<Optional<Dearest>> dearest(List<WorkflowId> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        var request = Request.cmd(Command.HMGET).arg(keys.counted());
        ids.forEach(id -> request.arg(id.value()));
        return link.read(request).map(counted -> IntStream.range(0, ids.size())
                .filter(index -> counted.get(index) != null)
                .mapToObj(index -> dearest(ids.get(index), Sums.counted(counted.get(index))))
                .findFirst());
    }

    private static Dearest dearest(WorkflowId id, Sums sums) {
        return new Dearest(id, sums.amount("cost"), sums.seconds());
    }

    private static Optional<Performance> performance(List<Response> answers) {
        var workflows = answers.get(0).toLong();
        var total = answers.get(2);
        return workflows == 0 || total == null && answers.get(3).size() == 0 ? Optional.empty()
                : Optional.of(new Performance(workflows, Math.min(workflows, answers.get(1).toLong()),
                        total == null ? Duration.ZERO : Sums.duration(new BigDecimal(total.toString())),
                        score(answers.get(3)), score(answers.get(4))));
    }

    /** Of an answer with at most one member and its score: as a pair, as RESP3 has it, or one after the other. */
    private static Duration score(Response range) {
        if (range.size() == 0) {
            return Duration.ZERO;
        }
        var item = range.get(0);
        var score = item.type() == ResponseType.MULTI ? item.get(1) : range.get(1);
        return Sums.duration(BigDecimal.valueOf(score.toDouble()));
    }

    /** Members that are no ids were put there by somebody else. */
    private static List<WorkflowId> ids(Response range) {
        return StreamSupport.stream(range.spliterator(), false).flatMap(id -> WorkflowId.parse(id.toString()).stream())
                .toList();
    }

    private static Spending spending(Response values) {
        return Sums.of(Sums.SPENDING, values).spending();
    }

    private static Request spending(String key) {
        var request = Request.cmd(Command.HMGET).arg(key);
        Sums.SPENDING.forEach(request::arg);
        return request;
    }

    private static Request request(Command command, String... arguments) {
        var request = Request.cmd(command);
        Arrays.stream(arguments).forEach(request::arg);
        return request;
    }
}
