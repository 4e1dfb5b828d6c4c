package org.mcporchestrator.redis;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.PatternName;

/**
 * Every key and channel in Redis; nobody else knows a name. All have the configured prefix, which is empty by default.
 *
 * <pre>
 * workflow:{id}          STRING  the operators' view: JSON of the submission, with status, started_at, completed_at, error, model;
 *                                24 h, renewed while driven; as the result once ended. Never read back
 * run:{id}               HASH    the head: schema, owner, epoch, seq, status, stage, agents, answered, failed, cost, started_at,
 *                                completed_at, error, cancel, and the submission as JSON; as the result once ended
 * steps:{id}             HASH    step to the number of its outcome, a blank, and the outcome: JSON, or z and its zlib form;
 *                                removed at the end, or kept as the result if the workflow can be reopened
 * offers:{id}            HASH    step to a digest of what it was asked, a blank and the outcome, as in steps: paid for by a driver
 *                                that could not record it; removed at the end
 * journal:{id}           STREAM  the events, entry id epoch-seq, field "event": JSON of the envelope; as the result once ended
 * result:{id}            STRING  JSON of the result; retention.age
 * idempotency:{sha256}   STRING  of a caller's key: the id of the workflow that was taken under it, a blank, and the SHA-256 of the
 *                                request; retention.idempotency-keys
 * workflows:active       SET     ids that have not ended
 * workflows:completed    SET     ids that have ended, however
 * workflows:type:{type}  SET     ids by orchestrator_type
 * workflows:status:{s}   SET     ids by status
 * results:by_time        ZSET    id by its end, epoch seconds
 * results:by_cost        ZSET    id by what it cost, USD
 * results:by_seconds     ZSET    id by its execution time, seconds
 * workflows:waiting      ZSET    ids without a driver, by (9 - priority) * 9e14 + microseconds from 2020 to
 *                                their creation: in the order of their turn
 * workflows:claims       ZSET    id by the end of its claim's lease, epoch milliseconds
 * workflows:suspects     ZSET    id of a workflow whose drivers vanished, by when its driver may claim another one, epoch ms
 * workflows:instance:{n} STRING  the owner that runs, or ran last, at that host and port; 30 days
 * workflows:by_created   ZSET    id by its creation, epoch microseconds
 * workflows:tick         STRING  when anybody last renewed or claimed, epoch milliseconds
 * workflows:grace        STRING  there while overdue claims are left alone after an absence of Redis
 * workflows:incarnation  STRING  random mark of this set of data
 * stats:totals           HASH    running totals of all that ever ended; fields like completed, completed:beltalowda, cost, cost:provider:xai
 * stats:day:{yyyymmdd}   HASH    the same of one UTC day; 90 days
 * stats:kept             HASH    the same of the workflows that have ended and are kept, and the bytes of their results
 * stats:hour:{yyyymmddhh} HASH   the same of those that ended in one UTC hour, nothing split; 26 hours
 * stats:counted          HASH    id to its hour and what it adds to these two, a line each; taken back when it is pruned or
 *                                reopened
 * webhook:{id}           HASH    whom to tell of the events, and how far that is: fields in docs/formats.md; as the workflow, or as
 *                                what was put aside. Of a removed one the number of that decision; 1 h
 * webhook:dead:{id}      HASH    position to what was put aside: JSON of died_at (epoch ms), attempts, error, event; 7 days
 * webhooks:registered    SET     ids that have a webhook
 * webhooks:due           ZSET    id by when to deliver next, or by the end of the lease of whoever delivers, epoch ms
 * webhooks:dead          ZSET    id, a blank and a position, by when it was put aside, epoch ms; 10 000 at most
 * webhooks:totals        HASH    delivered, failures, dead
 * limits:{provider}:{call} STRING tokens that a call has taken; 5 min
 * limits:{provider}      HASH    until when nobody may call it, and the tokens that are left; 24 h after the last change
 *
 * workflows:events:{db}:{id}   CHANNEL  positions as they are recorded; "removed"
 * workflows:live:{db}:{id}     CHANNEL  how far answers are and their text, while somebody elsewhere watches; nothing relies on it
 * workflows:live:{db}          CHANNEL  a process and the ids that it watches, each second
 * workflows:relay:{db}         CHANNEL  what processes tell each other of sessions
 * workflows:webhooks:{db}      CHANNEL  the id of a workflow with something to deliver
 * workflows:pauses:{db}        CHANNEL  how long a provider wants no calls, in milliseconds, and its name
 * workflows:notices:{db}       CHANNEL  "waiting"; "begun" and the id that waited; "taken", the id and its former owner; "offered"
 *                                       and the id
 * </pre>
 */
public final class RedisKeys {

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("yyyyMMddHH").withZone(ZoneOffset.UTC);

    private final String prefix;
    private final int database;

    RedisKeys(String prefix, int database) {
        this.prefix = prefix;
        this.database = database;
    }

    String run(WorkflowId id) {
        return prefix + "run:" + id;
    }

    String steps(WorkflowId id) {
        return prefix + "steps:" + id;
    }

    String offers(WorkflowId id) {
        return prefix + "offers:" + id;
    }

    String journal(WorkflowId id) {
        return prefix + "journal:" + id;
    }

    String result(WorkflowId id) {
        return prefix + "result:" + id;
    }

    String entry(WorkflowId id) {
        return prefix + "workflow:" + id;
    }

    public String active() {
        return prefix + "workflows:active";
    }

    public String byTime() {
        return prefix + "results:by_time";
    }

    public String completed() {
        return prefix + "workflows:completed";
    }

    public String type(PatternName pattern) {
        return prefix + "workflows:type:" + pattern.wire();
    }

    public String status(Status status) {
        return prefix + "workflows:status:" + status.wire();
    }

    public String byCost() {
        return prefix + "results:by_cost";
    }

    public String bySeconds() {
        return prefix + "results:by_seconds";
    }

    public String kept() {
        return prefix + "stats:kept";
    }

    public String counted() {
        return prefix + "stats:counted";
    }

    public String hour(Instant at) {
        return prefix + "stats:hour:" + hourOf(at);
    }

    /** What all processes keep together for one provider. */
    public String limits(String provider) {
        return prefix + "limits:" + provider;
    }

    static String hourOf(Instant at) {
        return HOUR.format(at);
    }

    String byCreated() {
        return prefix + "workflows:by_created";
    }

    String incarnation() {
        return prefix + "workflows:incarnation";
    }

    public String totals() {
        return prefix + "stats:totals";
    }

    String events(WorkflowId id) {
        return eventChannels() + id;
    }

    /** Where those who watch a workflow hear what is to be seen of it. */
    public String live(WorkflowId id) {
        return wishes() + ":" + id;
    }

    /** Where they say that they watch. */
    public String wishes() {
        return prefix + "workflows:live:" + database;
    }

    String notices() {
        return prefix + "workflows:notices:" + database;
    }

    public String relay() {
        return prefix + "workflows:relay:" + database;
    }

    /** Where whoever delivers hears of a workflow that is due. */
    public String deliveries() {
        return prefix + "workflows:webhooks:" + database;
    }

    public String webhook(WorkflowId id) {
        return prefix + "webhook:" + id;
    }

    public String buried(WorkflowId id) {
        return prefix + "webhook:dead:" + id;
    }

    public String webhooks() {
        return prefix + "webhooks:registered";
    }

    public String due() {
        return prefix + "webhooks:due";
    }

    public String deadLetters() {
        return prefix + "webhooks:dead";
    }

    public String deliveryTotals() {
        return prefix + "webhooks:totals";
    }

    /** Where processes tell each other of pauses that providers ask for. */
    public String pauses() {
        return prefix + "workflows:pauses:" + database;
    }

    /** The names as definitions in Lua, one a line: scripts make them up by themselves and are given none. */
    String lua() {
        return Stream.of(functions(), indexes(), channels(), lists()).flatMap(List::stream)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private List<String> functions() {
        return List.of(function("run_key", "run:"), function("entry_key", "workflow:"), function("steps_key", "steps:"),
                function("offers_key", "offers:"), function("journal_key", "journal:"), function("result_key", "result:"),
                function("removed_key", "removed:"), function("webhook_key", "webhook:"),
                function("dead_key", "webhook:dead:"), function("type_key", "workflows:type:"),
                function("status_key", "workflows:status:"), function("idempotency_key", "idempotency:"),
                function("day_key", "stats:day:"), function("hour_key", "stats:hour:"),
                function("instance_key", "workflows:instance:"),
                function("event_channel", "workflows:events:" + database + ":"));
    }

    private List<String> indexes() {
        return List.of(constant("ACTIVE", active()), constant("COMPLETED", completed()), constant("BY_TIME", byTime()),
                constant("BY_COST", byCost()), constant("BY_SECONDS", bySeconds()), constant("BY_CREATED", byCreated()),
                constant("WAITING", prefix + "workflows:waiting"), constant("CLAIMS", prefix + "workflows:claims"),
                constant("SUSPECTS", prefix + "workflows:suspects"), constant("TICK", prefix + "workflows:tick"),
                constant("GRACE", prefix + "workflows:grace"), constant("INCARNATION", incarnation()),
                constant("TOTALS", totals()), constant("KEPT", kept()), constant("COUNTED", counted()),
                constant("WEBHOOKS", webhooks()), constant("DUE", due()), constant("DEAD", deadLetters()),
                constant("DELIVERIES", deliveryTotals()));
    }

    private List<String> channels() {
        return List.of(constant("NOTICES", notices()), constant("DELIVERY_NOTICES", deliveries()));
    }

    private List<String> lists() {
        return List.of(list("TYPES", Arrays.stream(PatternName.values()).map(this::type)),
                list("STATUSES", Arrays.stream(Status.values()).map(Status::wire)));
    }

    private static String list(String name, Stream<String> texts) {
        return texts.map(RedisKeys::quoted).collect(Collectors.joining(", ", "local " + name + " = { ", " }"));
    }

    private static String constant(String name, String value) {
        return "local " + name + " = " + quoted(value);
    }

    private String function(String name, String kind) {
        return "local function " + name + "(id) return " + quoted(prefix + kind) + " .. id end";
    }

    private String eventChannels() {
        return prefix + "workflows:events:" + database + ":";
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    }
}
