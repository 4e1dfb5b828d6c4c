import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** What was measured, line by line: printed as it comes, and as JSON at the end. */
final class Figures {

    /** One row: the median of several windows, and how far they lie apart. */
    private record Row(String part, String fsync, String what, double median, double least, double most, String unit) {}

    /** One measured window. */
    record Window(List<Clients.Turn> turns, Stage.Reading before, Stage.Reading after, double[] resident) {

        int count() {
            return turns.size();
        }

        double perSecond() {
            return count() / ((after.at() - before.at()) / 1e9);
        }

        double cpu(ToDoubleFunction<Stage.Reading> of) {
            return (of.applyAsDouble(after) - of.applyAsDouble(before)) / count();
        }

        double calls(String command) {
            return (double) (after.commands().getOrDefault(command, 0L) - before.commands().getOrDefault(command, 0L))
                    / count();
        }

        double allCalls() {
            return (double) (sum(after) - sum(before)) / count();
        }

        private static long sum(Stage.Reading reading) {
            return reading.commands().values().stream().mapToLong(calls -> calls).sum();
        }

        double bytes(ToLongFunction<Stage.Reading> of) {
            return (double) (of.applyAsLong(after) - of.applyAsLong(before)) / count();
        }

        /** In ms. */
        double quantile(ToLongFunction<Clients.Turn> of, double share) {
            var sorted = turns.stream().mapToLong(of).sorted().toArray();
            return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))] / 1e6;
        }
    }

    private final List<Row> rows = new ArrayList<>();

    void add(String part, String fsync, String what, String unit, List<Window> windows, ToDoubleFunction<Window> of) {
        add(part, fsync, what, unit, windows.stream().mapToDouble(of).toArray());
    }

    void add(String part, String fsync, String what, String unit, double... values) {
        var sorted = java.util.Arrays.stream(values).sorted().toArray();
        var row = new Row(part, fsync, what, sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1], unit);
        if (rows.isEmpty()) {
            System.out.println("| part | fsync | what | median | least to most | |\n|---|---|---|---|---|---|");
        }
        rows.add(row);
        System.out.println("| " + part + " | " + fsync + " | " + what + " | " + number(row.median) + " | "
                + (values.length == 1 ? "" : number(row.least) + " to " + number(row.most)) + " | " + unit + " |");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    void write(Path file) throws IOException {
        var json = rows.stream().map(row -> String.format(Locale.ROOT,
                "  {\"part\":\"%s\",\"fsync\":\"%s\",\"what\":\"%s\",\"median\":%f,\"least\":%f,\"most\":%f,\"unit\":\"%s\"}",
                row.part, row.fsync, row.what, row.median, row.least, row.most, row.unit)).toList();
        Files.writeString(file, "[\n" + String.join(",\n", json) + "\n]\n");
    }
}
