import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the command line asks for. */
final class Options {

    private static final List<String> PARTS = List.of("submit", "load", "full", "growth", "agents", "readers", "rehydrate",
            "idle");
    private static final String JAR = "target/quarkus-app/quarkus-run.jar";
    private static final String HELP = """
            bench/run.sh [OPTION...] [PART...]

            submit      1 client: start answered, and end to end
            load        several clients: end to end, workflows/s, CPU, memory, what Redis does; beside it the ceiling
            full        32 clients; a model splits the task too: 1 + 5 + 2 + 1 calls instead of 5 + 2 + 1
            growth      32 clients with 0, 1 000, 10 000 and 100 000 ended workflows in Redis
            agents      1 client with 5, 50 and 500 agents
            readers     1 000 readers of one workflow
            rehydrate   start with nothing, and with 10 000 active and 100 ended workflows
            idle        memory at rest
            without any: all of them

            --server PATH       executable or jar (target/quarkus-app/quarkus-run.jar)
            --java OPTIONS      for the JVM of the server, in one argument
            --redis PATH        redis-server (the one on the PATH, else the one of the tests)
            --fsync NAMES       of submit and load (everysec,always)
            --clients NUMBERS   of load (1,32,64,128,256)
            --kept NUMBERS      of growth (0,1000,10000,100000)
            --agents NUMBERS    of agents (5,50,500)
            --latency TIME      that the model takes (1ms)
            --seconds S         one window (5)
            --warm-up S         load before the first window (40; the executable needs 3); as long as the compilers
                                take a tenth of the time, up to three times as long
            --windows N         of which the median is told (3)
            --short             one window of 1 s after 3 s
            --json FILE         the figures as JSON, too
            --keep              leaves the files of Redis and the log of the server where they are, and tells where
            """;

    final List<String> server = new ArrayList<>();
    final Set<String> parts = new LinkedHashSet<>();
    List<String> fsyncs = List.of("everysec", "always");
    List<Integer> clients = List.of(1, 32, 64, 128, 256);
    List<Integer> kept = List.of(0, 1000, 10_000, 100_000);
    List<Integer> agents = List.of(5, 50, 500);
    String latency = "1ms";
    String json = "";
    double seconds = 5;
    double warmUp = 40;
    int windows = 3;
    boolean keep;
    private String path = JAR;
    private String java = "";
    private String redis = "";

    Options(String[] given) {
        var words = new ArrayDeque<>(List.of(given));
        while (!words.isEmpty()) {
            take(words.poll(), words);
        }
        if (parts.isEmpty()) {
            parts.addAll(PARTS);
        }
        if (path.endsWith(".jar")) {
            server.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            Arrays.stream(java.split("\\s+")).filter(option -> !option.isEmpty()).forEach(server::add);
            server.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "-jar"));
        }
        if (!Files.exists(Path.of(path))) {
            end("there is no " + path + ": build it (./mvnw package) or name it with --server");
        }
        server.add(Path.of(path).toAbsolutePath().toString());
    }

    private void take(String word, ArrayDeque<String> rest) {
        switch (word) {
            case "--server" -> path = value(word, rest);
            case "--java" -> java = value(word, rest);
            case "--redis" -> redis = value(word, rest);
            case "--fsync" -> fsyncs = List.of(value(word, rest).split(","));
            case "--clients" -> clients = numbers(value(word, rest));
            case "--kept" -> kept = numbers(value(word, rest));
            case "--agents" -> agents = numbers(value(word, rest));
            case "--latency" -> latency = value(word, rest);
            case "--seconds" -> seconds = Double.parseDouble(value(word, rest));
            case "--warm-up" -> warmUp = Double.parseDouble(value(word, rest));
            case "--windows" -> windows = Integer.parseInt(value(word, rest));
            case "--json" -> json = value(word, rest);
            case "--keep" -> keep = true;
            case "--short" -> {
                seconds = 1;
                warmUp = 3;
                windows = 1;
            }
            case "--help" -> {
                System.out.print(HELP);
                System.exit(0);
            }
            default -> {
                if (!PARTS.contains(word)) {
                    end("unknown: " + word + "\n" + HELP);
                }
                parts.add(word);
            }
        }
    }

    private static String value(String option, ArrayDeque<String> rest) {
        if (rest.isEmpty()) {
            end(option + " wants a value");
        }
        return rest.poll();
    }

    private static List<Integer> numbers(String text) {
        return Arrays.stream(text.split(",")).map(Integer::valueOf).toList();
    }

    private static void end(String why) {
        System.err.println("bench/run.sh: " + why);
        System.exit(2);
    }

    String redis(Path folder) throws IOException {
        return redis.isEmpty() ? Stage.redisExecutable(folder) : redis;
    }
}
