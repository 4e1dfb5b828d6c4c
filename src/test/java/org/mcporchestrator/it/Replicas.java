package org.mcporchestrator.it;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Three processes of the application on one Redis, each known by the owner that it writes into its claims. */
final class Replicas implements AutoCloseable {

    static final int COUNT = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Server redis;
    private final Model model;
    private final List<App> apps;
    private final List<Api> apis;
    private final List<String> owners = new ArrayList<>();
    private final Api all;

    /** Workflows that were to lose their driver at a moment. */
    record Loss(Instant at, Set<String> workflows) {}

    Replicas(Path folder, Server redis, Model model, UnaryOperator<App> settings) {
        this.redis = redis;
        this.model = model;
        this.apps = IntStream.range(0, COUNT).mapToObj(replica -> settings
                .apply(new App(folder, redis.port()).asking(model.url(caller(replica))))).toList();
        this.apis = apps.stream().map(app -> new Api(app)).toList();
        this.all = new Api(apps.toArray(App[]::new));
        apps.forEach(_ -> owners.add(""));
    }

    /** Who calls the model from this replica. */
    static String caller(int replica) {
        return "replica-" + replica % COUNT;
    }

    App app(int replica) {
        return apps.get(replica % COUNT);
    }

    /** A client of one replica. */
    Api api(int replica) {
        return apis.get(replica % COUNT);
    }

    List<Api> apis() {
        return apis;
    }

    /** A client that goes from one to the next. */
    Api all() {
        return all;
    }

    /** Starts those that are not there, all at the same time. */
    void start() {
        var gone = IntStream.range(0, COUNT).filter(replica -> !app(replica).alive()).boxed().toList();
        gone.forEach(replica -> app(replica).start());
        for (var replica : gone) {
            app(replica).awaitReady();
            owners.set(replica, owner(replica));
        }
    }

    /** Who takes a submitted workflow at once writes who it is, and goes on with it as with any other. */
    private String owner(int replica) {
        return await("a workflow taken at once").atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    var id = api(replica).submit(model.marker(), false).body().path("task_id").asText();
                    return Objects.toString(redis.ask("HGET", "run:" + id, "creator"), "");
                }, creator -> !creator.isEmpty());
    }

    /** What a replica would leave behind if it went now. */
    Loss loss(int replica) {
        return new Loss(Instant.now(), claimed(replica));
    }

    /** What Redis holds for driven by the process that was started last as this replica. */
    Set<String> claimed(int replica) {
        var ids = List.copyOf(redis.names("ZRANGE", "workflows:claims", "0", "-1"));
        var found = ids.isEmpty() ? List.of()
                : redis.askAll(ids.stream().map(id -> new String[] { "HGET", "run:" + id, "owner" }).toList());
        return IntStream.range(0, ids.size()).filter(i -> Objects.equals(found.get(i), owners.get(replica % COUNT)))
                .mapToObj(ids::get).collect(Collectors.toCollection(HashSet::new));
    }

    /** For failure messages. */
    String lastLines() {
        return apps.stream().map(App::lastLines).collect(Collectors.joining());
    }

    @Override
    public void close() {
        all.close();
        apis.forEach(Api::close);
        apps.forEach(App::close);
    }
}
