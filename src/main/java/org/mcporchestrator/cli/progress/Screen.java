package org.mcporchestrator.cli.progress;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.mcporchestrator.cli.client.Event;
import org.mcporchestrator.cli.process.Terminal;

/** A picture that is painted over itself: a line for each agent and tier, and one with the sum. */
public final class Screen implements Display {

    private static final int FRAMES_PER_SECOND = 5;
    /** Lines that are not agents': title, three tiers, the sum, what was left out, and the cursor's. */
    private static final int OTHERS = 7;
    private static final int NAME = 13;
    /** The mark, the name, time and cost with the blanks between them. */
    private static final int FIXED = 39;
    private static final String ERASE_BELOW = "\033[J";

    private final PrintWriter out;
    private final Terminal terminal;
    private final Clock clock;
    private final String id;
    private final Board board = new Board();
    private final ScheduledExecutorService painter = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("screen").factory());
    private int painted;

    public Screen(String id, PrintWriter out, Terminal terminal, Clock clock) {
        this.id = id;
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        var _ = painter.scheduleAtFixedRate(this::paint, 0, 1000 / FRAMES_PER_SECOND, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void show(Event event) {
        board.add(event);
    }

    @Override
    public void close() {
        painter.shutdownNow();
        paint();
    }

    private synchronized void paint() {
        var lines = lines();
        out.print(painted == 0 ? "" : "\r\033[" + painted + "A" + ERASE_BELOW);
        lines.forEach(out::println);
        out.flush();
        painted = lines.size();
    }

    private List<String> lines() {
        var lines = new ArrayList<>(List.of(cut(id + "  " + Wording.plain(board.title()))));
        var agents = shown();
        agents.stream().map(this::line).forEach(lines::add);
        if (agents.size() < board.agents().size()) {
            lines.add("  … and %d more".formatted(board.agents().size() - agents.size()));
        }
        board.tiers().stream().map(this::line).forEach(lines::add);
        lines.add(cut(sum()));
        return lines;
    }

    /** Those that run first, if there is no room for all. */
    private List<Board.Line> shown() {
        var room = Math.max(1, terminal.rows() - OTHERS);
        if (board.agents().size() <= room) {
            return List.copyOf(board.agents());
        }
        return Stream.of(Board.State.RUNNING, Board.State.FAILED, Board.State.WAITING, Board.State.DONE)
                .flatMap(state -> board.agents().stream().filter(line -> line.state() == state))
                .limit(room).toList();
    }

    private String line(Board.Line line) {
        var text = Wording.plain(line.text());
        var room = Math.max(0, terminal.columns() - FIXED);
        var fitting = text.length() <= room ? text : text.substring(0, Math.max(0, room - 1)) + "…";
        var time = switch (line.state()) {
            case WAITING, FAILED -> "";
            case RUNNING -> Wording.time(since(line.since()));
            case DONE -> line.took().map(Wording::time).orElse("");
        };
        return cut(("  %s %-" + NAME + "s %-" + room + "s %10s %8s").formatted(mark(line.state()), line.name(), fitting, time,
                line.cost().map(Wording::money).orElse("")).stripTrailing());
    }

    private static String mark(Board.State state) {
        return switch (state) {
            case WAITING -> "·";
            case RUNNING -> "▸";
            case DONE -> "✓";
            case FAILED -> "✗";
        };
    }

    private String sum() {
        var failed = board.count(Board.State.FAILED);
        var done = board.count(Board.State.DONE);
        var state = board.ending().map(end -> switch (end.type()) {
            case "workflow_complete" -> "completed";
            case "workflow_cancelled" -> "cancelled";
            default -> "failed: " + Wording.plain(end.data().path("error").asText());
        }).orElse("running");
        return "  %s · %d of %d agents%s · %s · %s".formatted(state, done, board.agents().size(),
                failed == 0 ? "" : ", " + failed + " failed", Wording.money(board.cost()), Wording.time(elapsed()));
    }

    private Duration elapsed() {
        return board.ending().map(Board.Ending::took).or(() -> board.started().map(this::since)).orElse(Duration.ZERO);
    }

    /** Never negative, though the server's clock may be ahead of ours. */
    private Duration since(Instant at) {
        var elapsed = Duration.between(at, clock.instant());
        return elapsed.isNegative() ? Duration.ZERO : elapsed;
    }

    private String cut(String line) {
        return line.length() < terminal.columns() ? line : line.substring(0, terminal.columns() - 1);
    }
}
