package org.mcporchestrator.document;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.result.AgentResult;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.result.SynthesisResult;

/**
 * A result as Markdown: what was asked, what came out of it, who brought which part at what cost, and what failed. Sections
 * without contents are left out. Everything that was not written here is put in as a {@link Passage} or as plain text.
 */
record MarkdownReport(Submission submission, OrchestratorResult result) {

    private static final int SECTION = 2;
    private static final int PART = 3;
    private static final int LONGEST_HEADING = 120;
    private static final Pattern FIRST_HEADING = Pattern
            .compile("\\s*+#{1,6}[ \\t]++(?<heading>[^\\n]++)(?:\\n\\s*+|\\z)");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final String ABOVE = "Its text is in the executive synthesis above.";

    String text() {
        var sections = Stream.of(head(), task(), synthesis(), findings(), syntheses(), failures(), budget(), sources(), steps())
                .flatMap(List::stream).toList();
        return String.join("\n\n", sections) + "\n";
    }

    private List<String> head() {
        var parts = new ArrayList<>(List.of(Markdown.heading(1, Markdown.plain(result.title()))));
        if (Boolean.TRUE.equals(result.metadata().get("simulated"))) {
            parts.add("> **Simulated:** a script made the answers, or some of them. No model was behind those.");
        }
        if (result.status() != Status.COMPLETED) {
            parts.add("> **The workflow %s.** %s What was finished before is below.".formatted(
                    result.status() == Status.FAILED ? "failed" : "was cancelled",
                    reason().map(error -> "Reason: " + Markdown.plain(error) + ".").orElse("")));
        }
        var leftOut = leftOut();
        if (!leftOut.isEmpty()) {
            parts.add("> **Stopped by its budget.** %s left out, which the section *Budget* names."
                    .formatted(leftOut.size() == 1 ? "1 part was" : leftOut.size() + " parts were"));
        }
        parts.add(Markdown.table(List.of("", ""), facts()));
        return parts;
    }

    private List<Line> leftOut() {
        return Line.all(result).stream().filter(Line::leftOut).toList();
    }

    private Optional<String> reason() {
        return result.error().filter(_ -> result.status() == Status.FAILED);
    }

    private List<List<String>> facts() {
        var tokens = Optional.ofNullable(result.metadata().get("total_tokens")).map(Object::toString).orElse("not known");
        var incomplete = Boolean.FALSE.equals(result.metadata().get("cost_complete"));
        return List.of(
                List.of("workflow", Markdown.code(result.id())),
                List.of("pattern", submission.pattern().wire()),
                List.of("status", result.status().wire()),
                List.of("ended", Figures.time(result.completedAt())),
                List.of("duration", Figures.seconds(result.executionTime())),
                List.of("cost", Figures.usd(result.totalCost()) + unanswered()
                        + (incomplete ? ", and calls whose price is not known" : "")),
                List.of("tokens", Markdown.plain(tokens)),
                List.of("agents", agents()));
    }

    /** What of it was paid for nothing. */
    private String unanswered() {
        return result.metadata().get("unanswered") instanceof Map<?, ?> paid && paid.get("calls") instanceof Number calls
                ? ", of which %s%s for %s without an answer".formatted(
                        Boolean.TRUE.equals(paid.get("estimated")) ? "about " : "",
                        Figures.usd(new BigDecimal(String.valueOf(paid.get("cost")))), Figures.count(calls.longValue(), "call"))
                : "";
    }

    private String agents() {
        var lines = result.agentResults().stream().map(Line::of).toList();
        var leftOut = lines.stream().filter(Line::leftOut).count();
        var failed = lines.stream().filter(Line::failed).count() - leftOut;
        return lines.size() + (failed == 0 ? "" : ", of which " + failed + " failed")
                + (leftOut == 0 ? "" : (failed == 0 ? ", of which " : ", ") + leftOut + " left out");
    }

    private List<String> task() {
        return section("Task", Passage.below(SECTION, submission.task()));
    }

    /** Without any synthesis the final text is only the findings in a row, and they follow. */
    private List<String> synthesis() {
        return result.finalSynthesis()
                .map(text -> section("Executive synthesis",
                        merged() ? Passage.below(SECTION, withoutHeading(text, result.title(), submission.task()))
                                : "The findings were not merged: each of them stands by itself."))
                .orElseGet(List::of);
    }

    private boolean merged() {
        return result.synthesisResults().stream().anyMatch(synthesis -> synthesis.error().isEmpty());
    }

    private List<String> findings() {
        var parts = new ArrayList<String>();
        for (var agent : result.agentResults()) {
            parts.add(Markdown.heading(PART, parts.size() / 3 + 1 + ". " + subject(agent)));
            parts.add(Markdown.code(agent.agentId()) + kind(agent) + ": " + Line.of(agent).summary());
            parts.add(told(agent) ? ABOVE : Passage.below(PART, withoutHeading(agent.content(), description(agent))));
        }
        return section("Findings", parts.toArray(String[]::new));
    }

    /** Models like to begin with what they were asked, which the heading above says already. */
    private static String withoutHeading(String text, String... asked) {
        if (!text.stripLeading().startsWith("#")) {
            return text;
        }
        var first = FIRST_HEADING.matcher(text);
        return first.lookingAt()
                && Arrays.stream(asked).anyMatch(question -> words(question).equals(words(first.group("heading"))))
                        ? text.substring(first.end())
                        : text;
    }

    private static String words(String heading) {
        return NO_WORD.matcher(heading.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    }

    /** What the agent was asked, in one line; its id if the result does not tell. */
    private static String description(AgentResult agent) {
        return Markdown.line(
                Optional.ofNullable(agent.metadata().get("description")).map(Object::toString).orElse(agent.agentId()));
    }

    private static String subject(AgentResult agent) {
        var text = description(agent);
        return Markdown.plain(text.codePointCount(0, text.length()) <= LONGEST_HEADING ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_HEADING)) + "…");
    }

    private static String kind(AgentResult agent) {
        return Optional.ofNullable(agent.metadata().get("specialization"))
                .map(specialization -> " (" + Markdown.plain(specialization.toString()) + ")").orElse("");
    }

    private List<String> syntheses() {
        var tiers = result.synthesisResults().stream().collect(Collectors.groupingBy(SynthesisResult::level,
                LinkedHashMap::new, Collectors.toList()));
        var parts = new ArrayList<String>();
        tiers.forEach((level, syntheses) -> syntheses.forEach(synthesis -> {
            parts.add(Markdown.heading(PART, Markdown.code(synthesis.synthesisId()) + ", tier " + Markdown.plain(level)));
            parts.add("Merges " + synthesis.sourceAgentIds().stream().map(Markdown::code).collect(Collectors.joining(", "))
                    + ": " + Line.of(synthesis).summary());
            parts.add(told(synthesis.content()) ? ABOVE : Passage.below(PART, synthesis.content()));
        }));
        return section("Syntheses", parts.toArray(String[]::new));
    }

    /** A finding stands among the syntheses as it is where the synthesis failed that should have merged it. */
    private boolean told(AgentResult agent) {
        var merging = result.synthesisResults().stream()
                .filter(synthesis -> synthesis.sourceAgentIds().contains(agent.agentId())).toList();
        return merged() && merging.stream().allMatch(synthesis -> synthesis.error().isPresent()) && told(agent.content());
    }

    private boolean told(String text) {
        return !text.isBlank() && result.finalSynthesis().filter(synthesis -> synthesis.contains(text)).isPresent();
    }

    private List<String> budget() {
        var leftOut = leftOut().stream().map(line -> "- " + Markdown.code(line.step()) + subject(line))
                .collect(Collectors.joining("\n"));
        return section("Budget", Account.of(submission, result).map(Account::table).orElse(""),
                leftOut.isEmpty() ? ""
                        : "There was no room for these parts, with the longest answer that each may get and the syntheses of it:\n\n"
                                + leftOut);
    }

    private String subject(Line line) {
        return result.agentResults().stream().filter(agent -> agent.subtaskId().value().equals(line.step())).findFirst()
                .map(agent -> ": " + subject(agent)).orElse("");
    }

    private List<String> failures() {
        var failed = Line.all(result).stream().filter(line -> line.failed() && !line.leftOut())
                .map(line -> "- " + Markdown.code(line.step()) + ": " + line.summary())
                .collect(Collectors.joining("\n"));
        return section("What failed", failed);
    }

    /** As the providers gave them; one that several agents name is told once. */
    private List<String> sources() {
        var seen = new LinkedHashSet<Map<String, String>>();
        result.agentResults().forEach(agent -> seen.addAll(agent.citations()));
        var items = seen.stream().map(Citation::of).map(citation -> "1. " + citation.text()).collect(Collectors.joining("\n"));
        return section("Sources", items);
    }

    private List<String> steps() {
        var rows = Line.all(result).stream().map(Line::cells).toList();
        return section("Steps", rows.isEmpty() ? "" : Markdown.table(Line.HEAD, rows));
    }

    /** Nothing if there is nothing to put in it. */
    private static List<String> section(String title, String... parts) {
        var contents = Stream.of(parts).filter(part -> !part.isBlank()).toList();
        return contents.isEmpty() ? List.of()
                : Stream.concat(Stream.of(Markdown.heading(SECTION, title)), contents.stream()).toList();
    }
}
