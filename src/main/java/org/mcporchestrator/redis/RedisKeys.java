package org.mcporchestrator.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

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
 * steps:{id}             HASH    step to JSON of its outcome with "order"; removed at the end, or kept as the result if
 *                                the workflow can be reopened. A value not beginning with a brace would be compressed: not yet
 * journal:{id}           STREAM  the events, entry id epoch-seq, field "event": JSON of the envelope; as the result once ended
 * result:{id}            STRING  JSON of the result; retention.age
 * workflows:active       SET     ids that have not ended
 * workflows:completed    SET     ids that have ended, however
 * workflows:type:{type}  SET     ids by orchestrator_type
 * results:by_time        ZSET    id by its end, epoch seconds
 * workflows:waiting      ZSET    ids without a driver, by priority, then age
 * workflows:claims       ZSET    id by the end of its claim's lease, epoch milliseconds
 * workflows:by_created   ZSET    id by its creation, epoch microseconds
 * workflows:tick         STRING  when anybody last renewed or claimed, epoch milliseconds
 * workflows:grace        STRING  there while overdue claims are left alone after an absence of Redis
 * workflows:incarnation  STRING  random mark of this set of data
 * stats:totals           HASH    running totals; fields like completed, completed:beltalowda, cost, cost:provider:xai
 * stats:day:{yyyymmdd}   HASH    the same of one UTC day; 90 days
 *
 * workflows:events:{db}:{id}   CHANNEL  positions as they are recorded
 * workflows:notices:{db}       CHANNEL  "waiting", or "taken", the id and its former owner
 * </pre>
 */
final class RedisKeys {

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

    String journal(WorkflowId id) {
        return prefix + "journal:" + id;
    }

    String result(WorkflowId id) {
        return prefix + "result:" + id;
    }

    String entry(WorkflowId id) {
        return prefix + "workflow:" + id;
    }

    String active() {
        return prefix + "workflows:active";
    }

    String byTime() {
        return prefix + "results:by_time";
    }

    String byCreated() {
        return prefix + "workflows:by_created";
    }

    String incarnation() {
        return prefix + "workflows:incarnation";
    }

    String totals() {
        return prefix + "stats:totals";
    }

    String events(WorkflowId id) {
        return eventChannels() + id;
    }

    String notices() {
        return prefix + "workflows:notices:" + database;
    }

    /** The keys that are not of one workflow, in the order in which scripts name them. */
    List<String> indexes() {
        return List.of(active(), prefix + "workflows:completed", byTime(),
                prefix + "workflows:waiting", prefix + "workflows:claims", byCreated(), prefix + "workflows:tick",
                prefix + "workflows:grace", totals());
    }

    /** The indexes, then the keys of one workflow. */
    List<String> of(WorkflowId id) {
        var all = new ArrayList<>(indexes());
        all.addAll(List.of(run(id), entry(id), steps(id), journal(id), result(id)));
        return all;
    }

    /** The names as Lua, for what scripts find by themselves. */
    String lua() {
        var types = Arrays.stream(PatternName.values()).map(name -> quoted(type(name.wire())))
                .collect(Collectors.joining(", "));
        return function("run_key", "run:") + function("entry_key", "workflow:") + function("steps_key", "steps:")
                + function("journal_key", "journal:") + function("result_key", "result:")
                + function("type_key", "workflows:type:") + function("day_key", "stats:day:")
                + "local function event_channel(id) return " + quoted(eventChannels()) + " .. id end\n"
                + "local NOTICES = " + quoted(notices()) + "\n"
                + "local TYPES = { " + types + " }\n";
    }

    private String type(String name) {
        return prefix + "workflows:type:" + name;
    }

    private String eventChannels() {
        return prefix + "workflows:events:" + database + ":";
    }

    private String function(String name, String kind) {
        return "local function " + name + "(id) return " + quoted(prefix + kind) + " .. id end\n";
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    }
}
