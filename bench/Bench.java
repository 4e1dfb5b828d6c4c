import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures a packaged server over HTTP, beside a Redis of its own. The workflow is the one by which durable engines are
 * compared: five steps side by side, two that merge them, one report, each recorded before the next relies on it.
 */
final class Bench {

    private static final String START = "/tools/orchestrate_research";
    private static final String STATUS = "/tools/get_orchestration_status";
    private static final String TASK = "\"task\":\"How can a town of 20 000 people heat its houses without gas?\"";
    /** What copies an ended workflow under other ids: ARGV are its id, the first number and how many. */
    private static final String COPY = """
            local from, first, count = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
            local score = function(key) return redis.call('ZSCORE', key, from) or '0' end
            local created, ended = score('workflows:by_created'), score('results:by_time')
            local cost, seconds = score('results:by_cost'), score('results:by_seconds')
            local counted = redis.call('HGET', 'stats:counted', from)
            for number = first, first + count - 1 do
              local id = string.format('research_%012x', number)
              for _, kind in ipairs({ 'run:', 'workflow:', 'journal:', 'result:' }) do
                redis.call('COPY', kind .. from, kind .. id)
              end
              redis.call('SADD', 'workflows:completed', id)
              redis.call('SADD', 'workflows:type:beltalowda', id)
              redis.call('SADD', 'workflows:status:completed', id)
              redis.call('ZADD', 'workflows:by_created', created, id)
              redis.call('ZADD', 'results:by_time', ended, id)
              redis.call('ZADD', 'results:by_cost', cost, id)
              redis.call('ZADD', 'results:by_seconds', seconds, id)
              redis.call('HSET', 'stats:counted', id, counted)
            end
            return count""";
    private static final int COPIED_AT_ONCE = 1000;
    /** Of the server's time, from which on its JVM is not warm; looked at piece by piece, in s, up to so many warm-ups more. */
    private static final double COMPILING = 0.1;
    private static final double PIECE = 5;
    private static final double LONGEST_WARM_UP = 2;
    private static final Map<String, String> ROOMY = Map.of("ORCHESTRATOR_RETENTION_MAX_RESULTS", "10000000",
            "ORCHESTRATOR_RETENTION_MAX_BYTES", "0");

    private final Options options;
    private final Figures figures = new Figures();

    private Bench(Options options) {
        this.options = options;
    }

    public static void main(String[] words) throws IOException {
        var options = new Options(words);
        var bench = new Bench(options);
        var failed = false;
        for (var part : options.parts) {
            try {
                bench.run(part);
            } catch (IOException | RuntimeException failure) {
                System.err.println(part + ": not measured: " + failure.getMessage());
                failed = true;
            }
            if (!options.json.isEmpty()) {
                bench.figures.write(Path.of(options.json));
            }
        }
        System.exit(failed ? 1 : 0);
    }

    private void run(String part) throws IOException {
        switch (part) {
            case "submit" -> each(this::submit);
            case "load" -> each(this::load);
            case "full" -> full();
            case "growth" -> growth();
            case "agents" -> agents();
            case "readers" -> readers();
            case "rehydrate" -> rehydrate();
            case "idle" -> idle();
            default -> throw new IllegalArgumentException(part);
        }
    }

    private interface Part {

        void run(Stage stage, String fsync) throws IOException;
    }

    private void each(Part part) throws IOException {
        for (var fsync : options.fsyncs) {
            try (var stage = new Stage(options, fsync)) {
                stage.start(Map.of());
                part.run(stage, fsync);
            }
        }
    }

    /** A caller who starts a workflow, then waits for its end with a second request: both times are told. */
    private void submit(Stage stage, String fsync) throws IOException {
        warmUp(stage, 32, awaited(5));
        var windows = windows(stage, 1, startThenWait());
        figures.add("submit", fsync, "start answered, 1 client, p50", "ms", windows, w -> w.quantile(Clients.Turn::submitted, .5));
        figures.add("submit", fsync, "start answered, 1 client, p99", "ms", windows, w -> w.quantile(Clients.Turn::submitted, .99));
        figures.add("submit", fsync, "start, then wait, 1 client, p50", "ms", windows, w -> w.quantile(Clients.Turn::reported, .5));
        figures.add("submit", fsync, "start, then wait, 1 client, p99", "ms", windows, w -> w.quantile(Clients.Turn::reported, .99));
    }

    private void load(Stage stage, String fsync) throws IOException {
        warmUp(stage, 32, awaited(5));
        for (var clients : options.clients) {
            var windows = windows(stage, clients, awaited(5));
            tell("load", fsync, clients + (clients == 1 ? " client" : " clients"), windows);
            if (clients.equals(options.clients.getLast())) {
                ceiling(stage, fsync, windows);
            }
        }
    }

    /** The clients are at rest, and so is the server: as many workflows as Redis alone would record. */
    private void ceiling(Stage stage, String fsync, List<Figures.Window> windows) throws IOException {
        var window = windows.getLast();
        var scripts = window.calls("evalsha") + window.calls("eval");
        var commands = (window.allCalls() - scripts) / scripts;
        var rate = new Ceiling(stage.redisPort(), commands, window.bytes(Stage.Reading::input) / scripts).rate(options.seconds);
        figures.add("load", fsync, "ceiling by " + Ceiling.tool() + ", as many scripts, commands and bytes: workflows", "/s",
                rate / scripts);
    }

    private void full() throws IOException {
        try (var stage = new Stage(options, "everysec")) {
            stage.start(Map.of());
            Clients.Errand split = connection -> reported(connection, "{" + TASK
                    + ",\"num_agents\":5,\"drummer_grouping_size\":3,\"wait_seconds\":30}", 5);
            warmUp(stage, 32, split);
            tell("full", "everysec", "32 clients", windows(stage, 32, split));
        }
    }

    private void growth() throws IOException {
        try (var stage = new Stage(options, "everysec")) {
            stage.start(ROOMY);
            warmUp(stage, 32, awaited(5));
            for (var kept : options.kept) {
                keep(stage, kept);
                var windows = windows(stage, 32, awaited(5));
                var with = kept + " kept: ";
                figures.add("growth", "everysec", with + "end to end, 32 clients, p50", "ms", windows,
                        w -> w.quantile(Clients.Turn::reported, .5));
                figures.add("growth", "everysec", with + "workflows", "/s", windows, Figures.Window::perSecond);
                figures.add("growth", "everysec", with + "CPU of server and Redis", "ms/workflow", windows, Bench::cpu);
                figures.add("growth", "everysec", with + "CPU of Redis", "ms/workflow", windows,
                        w -> w.cpu(Stage.Reading::redis));
            }
        }
    }

    /** Copies an ended workflow until so many are kept. */
    private static void keep(Stage stage, int wanted) throws IOException {
        var some = stage.redis("ZRANGE", "results:by_time", "-1", "-1").strip();
        var there = Integer.parseInt(stage.redis("ZCARD", "results:by_time"));
        for (var next = there; next < wanted; next += COPIED_AT_ONCE) {
            stage.redis("EVAL", COPY, "0", some, Integer.toString(next), Integer.toString(COPIED_AT_ONCE));
            Stage.pause(20); // the server's own calls have a limit of half a second
        }
    }

    private void agents() throws IOException {
        try (var stage = new Stage(options, "everysec")) {
            stage.start(Map.of("ORCHESTRATOR_TOOLS_MAX_AGENTS", "500"));
            warmUp(stage, 32, awaited(5));
            for (var agents : options.agents) {
                var windows = windows(stage, 1, awaited(agents));
                figures.add("agents", "everysec", agents + " agents: end to end, 1 client, p50", "ms", windows,
                        w -> w.quantile(Clients.Turn::reported, .5));
                figures.add("agents", "everysec", agents + " agents: CPU of server and Redis", "ms/agent", windows,
                        w -> cpu(w) / agents);
            }
        }
    }

    /** Readers of one workflow whose model is slow enough that all of them have come before it ends. */
    private void readers() throws IOException {
        var count = 1000;
        try (var stage = new Stage(options, "everysec")) {
            stage.start(Map.of("ORCHESTRATOR_PROVIDER_SCRIPTED_LATENCY", "2s", "ORCHESTRATOR_STREAM_MAX_READERS", "2000",
                    "ORCHESTRATOR_HTTP_STREAMS_PER_CLIENT", "2000"));
            try (var connection = new Clients.Connection(stage.port());
                    var threads = Executors.newFixedThreadPool(count)) {
                var id = id(connection.post(START, "{" + TASK + subtasks(5) + "}"));
                var before = stage.read();
                var streams = threads.invokeAll(IntStream.range(0, count).<Callable<Integer>> mapToObj(_ -> () -> {
                    try (var reader = new Clients.Connection(stage.port())) {
                        return reader.events("/stream/" + id);
                    }
                }).toList());
                var counts = new ArrayList<Integer>();
                for (var stream : streams) {
                    counts.add(stream.get());
                }
                var after = stage.read();
                if (counts.stream().distinct().count() != 1) {
                    throw new IOException("readers saw different numbers of events: " + counts.stream().distinct().toList());
                }
                figures.add("readers", "everysec", count + " readers of one workflow: events each", "", counts.getFirst());
                figures.add("readers", "everysec", count + " readers of one workflow: CPU of the server", "ms",
                        after.server() - before.server());
                figures.add("readers", "everysec", count + " readers of one workflow: CPU of Redis", "ms",
                        after.redis() - before.redis());
            } catch (InterruptedException | java.util.concurrent.ExecutionException failure) {
                throw new IOException(failure);
            }
        }
    }

    private void rehydrate() throws IOException {
        var active = 10_000;
        var settings = new HashMap<>(Map.of("ORCHESTRATOR_ENGINE_MAX_WAITING", Integer.toString(2 * active)));
        try (var stage = new Stage(options, "everysec")) {
            stage.start(settings);
            Clients.repeat(stage.port(), 32, 100, awaited(5));
            stage.stop(false);
            var nothing = starts(stage, settings, "only 100 ended");
            settings.put("ORCHESTRATOR_PROVIDER_SCRIPTED_LATENCY", "1h");
            stage.start(settings);
            Clients.repeat(stage.port(), 32, active, connection -> {
                id(connection.post(START, "{" + TASK + subtasks(5) + "}"));
                return new Clients.Turn(0, 0);
            });
            stage.stop(true);
            var all = starts(stage, settings, "10 000 active and 100 ended");
            figures.add("rehydrate", "everysec", "the active ones", "ms", all - nothing);
        }
    }

    /** The median of several starts, each behind a crash. */
    private double starts(Stage stage, Map<String, String> settings, String what) throws IOException {
        var times = new double[options.windows];
        for (var start = 0; start < times.length; start++) {
            times[start] = stage.start(settings);
            Stage.pause(200); // the lines come after readiness
            var filled = stage.log().stream().filter(line -> line.contains("cache filled")).reduce((_, last) -> last);
            System.err.println(filled.orElse("the cache was not filled yet"));
            stage.stop(true);
        }
        figures.add("rehydrate", "everysec", "start to ready with " + what, "ms", times);
        return java.util.Arrays.stream(times).sorted().toArray()[times.length / 2];
    }

    private void idle() throws IOException {
        var server = new double[options.windows];
        var redis = new double[options.windows];
        for (var start = 0; start < options.windows; start++) {
            try (var stage = new Stage(options, "everysec")) {
                stage.start(Map.of());
                Stage.pause(5000);
                server[start] = stage.resident()[0];
                redis[start] = stage.resident()[1];
            }
        }
        figures.add("idle", "everysec", "resident, server", "MiB", server);
        figures.add("idle", "everysec", "resident, Redis", "MiB", redis);
    }

    /** Goes on as long as the JVM's compilers take much of the time: what they do is not what a workflow costs. */
    private void warmUp(Stage stage, int clients, Clients.Errand errand) throws IOException {
        Clients.run(stage.port(), clients, (long) (options.warmUp * 1e9), errand);
        for (var warmth = 0.0; warmth < options.warmUp * LONGEST_WARM_UP; warmth += PIECE) {
            var before = stage.read();
            Clients.run(stage.port(), clients, (long) (PIECE * 1e9), errand);
            var after = stage.read();
            if (after.compilers() - before.compilers() < COMPILING * (after.server() - before.server())) {
                return;
            }
        }
    }

    private List<Figures.Window> windows(Stage stage, int clients, Clients.Errand errand) throws IOException {
        var windows = new ArrayList<Figures.Window>();
        Clients.run(stage.port(), clients, (long) (options.seconds * 5e8), errand);
        for (var window = 0; window < options.windows; window++) {
            var before = stage.read();
            var turns = Clients.run(stage.port(), clients, (long) (options.seconds * 1e9), errand);
            windows.add(new Figures.Window(turns, before, stage.read(), stage.resident()));
        }
        return windows;
    }

    private void tell(String part, String fsync, String with, List<Figures.Window> windows) {
        figures.add(part, fsync, with + ": end to end, p50", "ms", windows, w -> w.quantile(Clients.Turn::reported, .5));
        figures.add(part, fsync, with + ": end to end, p99", "ms", windows, w -> w.quantile(Clients.Turn::reported, .99));
        figures.add(part, fsync, with + ": workflows", "/s", windows, Figures.Window::perSecond);
        figures.add(part, fsync, with + ": CPU of server and Redis", "ms/workflow", windows, Bench::cpu);
        figures.add(part, fsync, with + ": CPU of the server", "ms/workflow", windows, w -> w.cpu(Stage.Reading::server));
        figures.add(part, fsync, with + ": of it the JVM's compilers", "ms/workflow", windows,
                w -> w.cpu(Stage.Reading::compilers));
        figures.add(part, fsync, with + ": CPU of Redis", "ms/workflow", windows, w -> w.cpu(Stage.Reading::redis));
        figures.add(part, fsync, with + ": CPU of the clients", "ms/workflow", windows, w -> w.cpu(Stage.Reading::self));
        figures.add(part, fsync, with + ": scripts", "/workflow", windows, w -> w.calls("evalsha") + w.calls("eval"));
        figures.add(part, fsync, with + ": commands, those in scripts too", "/workflow", windows, Figures.Window::allCalls);
        figures.add(part, fsync, with + ": sent to Redis", "KiB/workflow", windows,
                w -> w.bytes(Stage.Reading::input) / 1024);
        figures.add(part, fsync, with + ": append-only file", "KiB/workflow", windows, w -> w.bytes(Stage.Reading::aof) / 1024);
        figures.add(part, fsync, with + ": resident, server", "MiB", windows, w -> w.resident()[0]);
    }

    private static double cpu(Figures.Window window) {
        return window.cpu(Stage.Reading::server) + window.cpu(Stage.Reading::redis);
    }

    /** One request that answers with the report. */
    private static Clients.Errand awaited(int agents) {
        var body = "{" + TASK + subtasks(agents) + ",\"wait_seconds\":30}";
        return connection -> reported(connection, body, agents);
    }

    private static Clients.Turn reported(Clients.Connection connection, String body, int agents) throws IOException {
        var began = System.nanoTime();
        var answer = connection.post(START, body);
        var took = System.nanoTime() - began;
        check(answer, agents);
        return new Clients.Turn(took, took);
    }

    private static Clients.Errand startThenWait() {
        var body = "{" + TASK + subtasks(5) + "}";
        return connection -> {
            var began = System.nanoTime();
            var started = connection.post(START, body);
            var submitted = System.nanoTime() - began;
            var answer = connection.post(STATUS, "{\"task_id\":\"" + id(started) + "\",\"wait_seconds\":30}");
            var reported = System.nanoTime() - began;
            check(answer, 5);
            return new Clients.Turn(submitted, reported);
        };
    }

    private static String subtasks(int count) {
        return IntStream.range(0, count).mapToObj(number -> "\"Look at aspect " + number + " of the matter\"")
                .collect(Collectors.joining(",", ",\"drummer_grouping_size\":3,\"subtasks\":[", "]"));
    }

    private static String id(String answer) throws IOException {
        var at = answer.indexOf("\"task_id\":\"");
        if (at < 0 || !answer.contains("\"durable\":true")) {
            throw new IOException("not started durably: " + answer);
        }
        return answer.substring(at + 11, answer.indexOf('"', at + 11));
    }

    /** Whether every agent has answered and the report is there. */
    private static void check(String answer, int agents) throws IOException {
        if (!answer.contains("\"status\":\"completed\"") || !answer.contains("\"completed_agents\":" + agents + ",\"failed_agents\":0")
                || !answer.contains("\"final_synthesis\":\"")) {
            throw new IOException("no report: " + answer);
        }
    }
}
