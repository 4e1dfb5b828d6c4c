package org.mcporchestrator.redis.link;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;

/** A Lua script that Redis keeps under the hash of its source. */
public record Script(String source, String hash) {

    public static Script of(String source) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
            return new Script(source, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** A text as scripts get it. */
    public static byte[] argument(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Request byHash(List<String> keys, List<byte[]> arguments) {
        return request(Command.EVALSHA, hash, keys, arguments);
    }

    /** Also makes Redis keep it. */
    Request bySource(List<String> keys, List<byte[]> arguments) {
        return request(Command.EVAL, source, keys, arguments);
    }

    private static Request request(Command command, String script, List<String> keys, List<byte[]> arguments) {
        var request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(request::arg);
        return request;
    }

    @Override
    public String toString() {
        return "Script[" + hash + "]";
    }
}
