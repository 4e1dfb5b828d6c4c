package org.mcporchestrator.redis.link;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Where Redis is, with user, password and database; whatever characters the settings have. */
public record Address(URI uri) {

    public static Address of(RedisConfig config) {
        return all(config).getFirst();
    }

    /** Several where they are those of sentinels. */
    static List<Address> all(RedisConfig config) {
        return config.url()
                .map(urls -> Arrays.stream(urls.split(",")).map(url -> new Address(URI.create(url.strip()))).toList())
                .orElseGet(() -> List.of(new Address(composed(config))));
    }

    /** Number of the database in use. */
    public int database() {
        var path = uri.getPath();
        return path == null || path.length() < 2 ? 0 : Integer.parseInt(path.substring(1));
    }

    private static URI composed(RedisConfig config) {
        var password = config.password().map(text -> ":" + URLEncoder.encode(text, StandardCharsets.UTF_8) + "@").orElse("");
        var host = config.host().contains(":") && !config.host().startsWith("[") ? "[" + config.host() + "]" : config.host();
        return URI.create("redis://" + password + host + ":" + config.port() + "/" + config.db());
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + "/" + database();
    }
}
