package org.mcporchestrator.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.mcporchestrator.redis.link.Script;
import org.mcporchestrator.redis.script.Definitions;

/** The transitions, one script each, with the names of keys and what they share in front, as far as they use it. */
record Scripts(Script create, Script claim, Script renew, Script release, Script append, Script end, Script reopen,
        Script restore, Script offer, Script backlog, Script succeed, Script remove) {

    static Scripts of(RedisKeys keys) {
        var shared = shared(keys);
        return new Scripts(script(shared, "create"), script(shared, "claim"), script(shared, "renew"),
                script(shared, "release"), script(shared, "append"), script(shared, "end"), script(shared, "reopen"),
                script(shared, "restore"), script(shared, "offer"), script(shared, "backlog"), script(shared, "succeed"),
                script(shared, "remove"));
    }

    /** One that adapters beside the journal need, with the same in front of it. */
    static Script named(RedisKeys keys, String name) {
        return script(shared(keys), name);
    }

    /** What any of them may use. */
    static Definitions shared(RedisKeys keys) {
        return Definitions.in(keys.lua() + text("common"));
    }

    private static Script script(Definitions shared, String name) {
        return Script.of(shared.with(text(name)));
    }

    static String text(String name) {
        try (var file = Scripts.class.getResourceAsStream("/redis/" + name + ".lua")) {
            if (file == null) {
                throw new IllegalStateException("no script " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
