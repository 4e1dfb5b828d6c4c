package org.mcporchestrator.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.mcporchestrator.redis.link.Script;

/** The transitions, one script each, with the names of keys and the shared part in front. */
record Scripts(Script create, Script claim, Script renew, Script release, Script append, Script end, Script reopen,
        Script restore, Script offer, Script backlog, Script succeed, Script remove) {

    static Scripts of(RedisKeys keys) {
        var shared = keys.lua() + text("common");
        return new Scripts(Script.of(shared + text("create")), Script.of(shared + text("claim")),
                Script.of(shared + text("renew")), Script.of(shared + text("release")), Script.of(shared + text("append")),
                Script.of(shared + text("end")), Script.of(shared + text("reopen")), Script.of(shared + text("restore")),
                Script.of(shared + text("offer")), Script.of(shared + text("backlog")), Script.of(shared + text("succeed")),
                Script.of(shared + text("remove")));
    }

    /** One that adapters beside the journal need, with the same in front of it. */
    static Script named(RedisKeys keys, String name) {
        return Script.of(keys.lua() + text("common") + text(name));
    }

    private static String text(String name) {
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
