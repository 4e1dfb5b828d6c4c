package org.mcporchestrator.redis.monitor;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.mcporchestrator.journal.durable.Vitals.Figures;

import io.vertx.mutiny.redis.client.Response;

/** What INFO tells: a field and its value on each line. */
record Info(Map<String, String> fields) {

    Info {
        fields = Map.copyOf(fields);
    }

    /** Of the answers to DBSIZE and to INFO of memory, persistence and server. */
    static Figures figures(List<Response> answers, Duration roundTrip) {
        var info = new HashMap<String, String>();
        answers.subList(1, answers.size()).forEach(section -> info.putAll(of(section.toString()).fields()));
        return new Info(info).figures(answers.getFirst().toLong(), roundTrip);
    }

    static Info of(String text) {
        var fields = new HashMap<String, String>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            var colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        return new Info(fields);
    }

    /** A field that this version of Redis does not have counts as well. */
    private Figures figures(long keys, Duration roundTrip) {
        return new Figures(keys, number("used_memory"), number("maxmemory"), text("maxmemory_policy", "unknown"), roundTrip,
                text("redis_version", "unknown"), text("aof_enabled", "0").equals("1"),
                text("aof_last_write_status", "ok").equals("ok") && text("rdb_last_bgsave_status", "ok").equals("ok"));
    }

    private long number(String field) {
        return Long.parseLong(text(field, "0"));
    }

    private String text(String field, String otherwise) {
        return fields.getOrDefault(field, otherwise);
    }
}
