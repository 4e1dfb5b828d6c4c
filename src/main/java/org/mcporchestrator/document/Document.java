package org.mcporchestrator.document;

import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.Utf8;
import org.mcporchestrator.workflow.result.AgentResult;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.result.SynthesisResult;

/**
 * The report of an ended workflow in one format. Rendered when somebody asks for it: the result is the only copy of its
 * contents.
 */
public record Document(Submission submission, OrchestratorResult result, Format format) {

    /**
     * What a browser may do with any document, as a {@code Content-Security-Policy}: show it in its own style, and nothing
     * else.
     */
    public static final String POLICY = HtmlPage.POLICY;

    private static final String AUTHOR = "MCP Orchestrator";

    /** Characters of which a report is made within a tenth of a millisecond or two, if none of them needs a parser. */
    private static final int FEW = 16_384;

    /** What the {@code generated_documents} of a result say. */
    public static List<Map<String, Object>> listed(Submission submission, OrchestratorResult result) {
        return Format.wanted(submission.config().common()).stream()
                .map(format -> new Document(submission, result, format).entry())
                .toList();
    }

    /** Whether the list is made so fast that nobody has to be spared the wait: of short texts that need no parser. */
    public static boolean listedAtOnce(Submission submission, OrchestratorResult result) {
        var texts = Stream.of(Stream.of(submission.task()), result.finalSynthesis().stream(),
                result.agentResults().stream().map(AgentResult::content),
                result.synthesisResults().stream().map(SynthesisResult::content)).flatMap(some -> some).toList();
        return !Format.wanted(submission.config().common()).contains(Format.HTML)
                && texts.stream().mapToInt(String::length).sum() <= FEW
                && texts.stream().allMatch(text -> Outline.of(text).harmless());
    }

    public String text() {
        var markdown = new MarkdownReport(submission, result).text();
        return switch (format) {
            case MARKDOWN -> markdown;
            case HTML -> HtmlPage.of(result.title(), markdown);
        };
    }

    /** The name under which it is saved: unlike that of its address it tells the workflow. */
    public String fileName() {
        return result.id() + "-" + format.file();
    }

    private Map<String, Object> entry() {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("format", format.wire());
        entry.put("path", format.file());
        entry.put("url", "/download/" + result.id() + "/" + format.file());
        entry.put("size_bytes", Utf8.length(text()));
        entry.put("metadata", Map.of("title", result.title(), "author", AUTHOR, "created_at",
                result.completedAt().truncatedTo(ChronoUnit.MICROS).toString()));
        return entry;
    }

    @Override
    public String toString() {
        return "Document[" + result.id() + ", " + format.wire() + "]";
    }
}
