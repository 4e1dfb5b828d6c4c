package org.mcporchestrator.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.TestMapper;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.budget.Amount;
import org.mcporchestrator.workflow.budget.Spending;
import org.mcporchestrator.workflow.config.BeltalowdaConfig;
import org.mcporchestrator.workflow.result.AgentResult;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.result.SynthesisResult;
import org.mcporchestrator.workflow.step.AgentType;
import org.mcporchestrator.workflow.step.StepId;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;

class DocumentTest {

    private static final WorkflowId ID = new WorkflowId("research_5fa182a013b0");
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final Submission SUBMISSION = submission("Why is the sky blue?");

    @Test
    void theReportTellsEverythingInOrder() {
        var result = result(Status.COMPLETED, List.of(answered(0, "# Light\n\nIt scatters."), failed(1)),
                List.of(synthesis("camina", "executive", "## Blue\n\nScattering.")), Optional.of("## Blue\n\nScattering."),
                Optional.empty(), Map.of("total_tokens", 930, "cost_complete", false, "simulated", true, "decomposition",
                        Map.of("provider", "xai", "model", "grok-4", "tokens_used", 30, "cost", 0.001,
                                "execution_time", new BigDecimal("1.26"))));

        assertThat(markdown(result)).isEqualTo("""
                # Sky \\| blue

                > **Simulated:** a script made the answers, or some of them. No model was behind those.

                |  |  |
                |---|---|
                | workflow | `research_5fa182a013b0` |
                | pattern | beltalowda |
                | status | completed |
                | ended | 2026-01-02 03:04:05 UTC |
                | duration | 4.9 s |
                | cost | 0.0125 USD, and calls whose price is not known |
                | tokens | 930 |
                | agents | 2, of which 1 failed |

                ## Task

                Why is the sky blue?

                ## Executive synthesis

                ### Blue

                Scattering.

                ## Findings

                ### 1. Part 0 of the \\*question\\*

                `agent_belter_0` (research): *grok-4 of xai · 1 attempt · 900 tokens · 0.01 USD · 3.2 s*

                #### Light

                It scatters.

                ### 2. Part 1 of the \\*question\\*

                `agent_belter_1` (research): **Failed** after 3 attempts: no answer within 5 s (`agent_timed_out`)

                ## Syntheses

                ### `camina`, tier executive

                Merges `drummer_0`, `drummer_1`: *grok-4 of xai · 2 attempts · 1 token · not known · 2.0 s*

                Its text is in the executive synthesis above.

                ## What failed

                - `belter_1`: **Failed** after 3 attempts: no answer within 5 s (`agent_timed_out`)

                ## Sources

                1. [Why \\[blue\\]](<https://example.org/a_(b)>) (year: 2020)
                1. javascript:alert(1)

                ## Steps

                | step | outcome | provider | model | attempts | tokens | cost | time |
                |---|---|---|---|---|---|---|---|
                | `decomposition` | answered | xai | grok-4 | – | 30 | 0.001 USD | 1.3 s |
                | `belter_0` | answered | xai | grok-4 | 1 | 900 | 0.01 USD | 3.2 s |
                | `belter_1` | failed | – | – | 3 | – | – | 15.0 s |
                | `camina` | answered | xai | grok-4 | 2 | 1 | not known | 2.0 s |
                """);
    }

    @Test
    void aFailedWorkflowTellsWhyAndWhatThereIs() {
        var result = result(Status.FAILED, List.of(failed(0)), List.of(), Optional.empty(),
                Optional.of("none of the 1 agents has an answer"), Map.of());

        assertThat(markdown(result))
                .contains(
                        "> **The workflow failed.** Reason: none of the 1 agents has an answer. What was finished before is below.")
                .contains("## What failed").doesNotContain("## Executive synthesis").doesNotContain("## Syntheses");
    }

    @Test
    void aCancelledWorkflowThatHadDoneNothingHasAReportToo() {
        var result = result(Status.CANCELLED, List.of(), List.of(), Optional.empty(), Optional.of("cancelled"), Map.of());

        assertThat(markdown(result)).contains("> **The workflow was cancelled.** ").contains("## Task")
                .doesNotContain("## Steps");
    }

    @Test
    void findingsThatNothingMergedAreNotToldTwice() {
        var result = result(Status.COMPLETED, List.of(answered(0, "It scatters."), answered(1, "It is air.")), List.of(),
                Optional.of("# Combined results\n\n## a\n\nIt scatters.\n\n---\n\n## b\n\nIt is air."), Optional.empty(),
                Map.of());

        assertThat(markdown(result)).containsOnlyOnce("It scatters.").containsOnlyOnce("It is air.")
                .contains("The findings were not merged");
    }

    @Test
    void headingThatOnlyRepeatsTheQuestionIsLeftOut() {
        var result = result(Status.COMPLETED, List.of(answered(0, "# Part 0 of the **question**\n\n## Light\n\nIt scatters."),
                answered(1, "# Part 1\n\nIt is air.")), List.of(synthesis("camina", "executive", "x")),
                Optional.of("# Sky: blue\n\nBlue."), Optional.empty(), Map.of());

        assertThat(markdown(result)).contains("## Executive synthesis\n\nBlue.\n")
                .containsOnlyOnce("Part 0 of the").contains("0.01 USD · 3.2 s*\n\n#### Light\n\nIt scatters.")
                .contains("#### Part 1\n\nIt is air.");
        assertThat(markdown(result(Status.COMPLETED, List.of(answered(0, "a")), List.of(synthesis("camina", "executive", "x")),
                Optional.of("## Why is the sky blue?\n\nIt scatters."), Optional.empty(), Map.of())))
                .contains("## Executive synthesis\n\nIt scatters.\n");
    }

    @Test
    void findingThatStandsAmongTheSynthesesIsNotToldTwice() {
        var failed = new SynthesisResult(new StepId("drummer_1"), "drummer", "", List.of("agent_belter_1"), Duration.ZERO,
                Optional.of(BigDecimal.ZERO), 0, Map.of("error_code", "reply_cut", "attempts", 3), Optional.of("broke off"));
        var merging = new SynthesisResult(new StepId("drummer_0"), "drummer", "Light scatters.", List.of("agent_belter_0"),
                Duration.ZERO, Optional.of(BigDecimal.ZERO), 9, Map.of(), Optional.empty());
        var result = result(Status.COMPLETED, List.of(answered(0, "scatters"), answered(1, "It is air.")),
                List.of(merging, failed), Optional.of("Light scatters.\n\n---\n\n## Part 1\n\nIt is air."), Optional.empty(),
                Map.of());

        assertThat(markdown(result)).containsOnlyOnce("It is air.").contains("\n\nscatters\n\n");
    }

    @Test
    void aBudgetIsToldWithWhatItLeftOut() {
        var leftOut = agent(1, "", Status.FAILED, Duration.ZERO, Optional.of(BigDecimal.ZERO), 0,
                Map.of("error_code", "budget_exhausted", "attempts", 0), Optional.of("the budget has no room for this call"),
                List.of());
        var spending = new Spending(new Amount(new BigDecimal("0.08"), 900), new Amount(new BigDecimal("0.015"), 50),
                Amount.NONE);
        var result = result(Status.COMPLETED, List.of(answered(0, "a"), leftOut), List.of(), Optional.of("a"),
                Optional.empty(), Map.of("budget", spending, "stopped_by", "budget"));
        var limited = limited("0.1");

        var text = new Document(limited, result, Format.MARKDOWN).text();

        assertThat(text).contains("> **Stopped by its budget.** 1 part was left out, which the section *Budget* names.")
                .contains("| agents | 2, of which 1 left out |")
                .contains("""
                        ## Budget

                        |  | cost | tokens |
                        |---|---|---|
                        | limit | 0.10 USD | none |
                        | spent | 0.08 USD | 900 |
                        | lost: likely cost of calls whose true one is not known | 0.015 USD | 50 |
                        | left | 0.005 USD | – |

                        There was no room for these parts, with the longest answer that each may get and the syntheses of it:

                        - `belter_1`: Part 1 of the \\*question\\*
                        """)
                .contains("`agent_belter_1` (research): **Left out:** the budget has no room for this call")
                .contains("| `belter_1` | left out | – | – | 0 | – | – | 0.0 s |")
                .doesNotContain("## What failed");
        assertThat(new Document(limited, stored(result), Format.MARKDOWN).text()).isEqualTo(text);
    }

    @Test
    void whatWasPaidWithoutAnAnswerIsTold() {
        var cut = agent(1, "", Status.FAILED, Duration.ZERO, Optional.of(new BigDecimal("0.002")), 50,
                Map.of("error_code", "reply_cut", "attempts", 1), Optional.of("broke off"), List.of());
        var result = result(Status.COMPLETED, List.of(answered(0, "a"), cut), List.of(), Optional.of("a"), Optional.empty(),
                Map.of("unanswered", Map.of("calls", 2, "cost", new BigDecimal("0.002"), "tokens_used", 50L, "estimated", true),
                        "decomposition", Map.of("error_code", "provider_unavailable", "attempts", 3, "tokens_used", 0)));

        assertThat(markdown(result))
                .contains("| cost | 0.0125 USD, of which about 0.002 USD for 2 calls without an answer |")
                .contains("**Failed** after 1 attempt and 0.002 USD: broke off (`reply_cut`)")
                .contains("| `belter_1` | failed | – | – | 1 | 50 | 0.002 USD | 0.0 s |")
                .contains("- `decomposition`: **Failed** after 3 attempts: the task was split without a model");
        assertThat(markdown(stored(result))).isEqualTo(markdown(result));
    }

    @Test
    void synthesesOfALowerTierAreTold() {
        var result = result(Status.COMPLETED, List.of(answered(0, "a")),
                List.of(synthesis("drummer_0", "drummer", "# Half"), synthesis("camina", "executive", "Whole.")),
                Optional.of("Whole."), Optional.empty(), Map.of());

        assertThat(markdown(result)).contains("#### Half").containsOnlyOnce("Whole.");
    }

    @Test
    void thePageHasNoHtmlOfOthersAndNoLinksThatAct() {
        var page = new Document(submission("<script>alert(1)</script>"),
                result(Status.COMPLETED, List.of(answered(0, "<img src=x onerror=alert(2)> [here](javascript:alert(3))")),
                        List.of(),
                        Optional.of("x"), Optional.empty(), Map.of()),
                Format.HTML).text();

        assertThat(page).startsWith("<!DOCTYPE html>").contains("<title>Sky | blue</title>", "<table>", "<h2>Steps</h2>")
                .contains("&lt;script&gt;", "&lt;img src=x onerror=alert(2)&gt;")
                .doesNotContain("<script", "<img", "href=\"javascript:");
    }

    @Test
    void theStyleOfThePageIsTheOnlyOneThatItsPolicyLetsIn() throws Exception {
        var page = new Document(SUBMISSION, result(Status.CANCELLED, List.of(), List.of(), Optional.empty(), Optional.empty(),
                Map.of()), Format.HTML).text();
        var style = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
        var digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));

        assertThat(Document.POLICY).startsWith("default-src 'none'; style-src 'sha256-"
                + Base64.getEncoder().encodeToString(digest) + "';").contains("sandbox", "frame-ancestors 'none'");
    }

    @Test
    void documentsAreListedInTheFormatsThatWereWanted() {
        var result = result(Status.COMPLETED, List.of(), List.of(), Optional.of("Blau ä"), Optional.empty(), Map.of());
        var both = submission("Why?", true, List.of("html", "markdown", "pdf"));

        assertThat(Document.listed(both, result)).extracting(entry -> entry.get("format")).containsExactly("markdown", "html");
        assertThat(Document.listed(submission("Why?", false, List.of("markdown")), result)).isEmpty();
        assertThat(Document.listed(SUBMISSION, result)).singleElement().satisfies(entry -> {
            assertThat(entry).containsEntry("path", "report.md")
                    .containsEntry("url", "/download/research_5fa182a013b0/report.md")
                    .containsEntry("size_bytes",
                            new Document(SUBMISSION, result, Format.MARKDOWN).text().getBytes(StandardCharsets.UTF_8).length)
                    .containsEntry("metadata", Map.of("title", "Sky | blue", "author", "MCP Orchestrator", "created_at",
                            "2026-01-02T03:04:05.678901Z"));
        });
    }

    @Test
    void aResultThatWasStoredGivesTheSameReport() {
        var result = result(Status.COMPLETED, List.of(answered(0, "a"), failed(1)),
                List.of(synthesis("camina", "executive", "b")), Optional.of("b"), Optional.empty(),
                Map.of("total_tokens", 930L, "cost_complete", true, "decomposition",
                        Map.of("provider", "xai", "model", "grok-4", "tokens_used", 30L, "cost", new BigDecimal("0.001"))));

        assertThat(markdown(stored(result))).isEqualTo(markdown(result));
    }

    private static OrchestratorResult stored(OrchestratorResult result) {
        var mapper = TestMapper.create();
        try {
            return mapper.readValue(mapper.writeValueAsString(result), OrchestratorResult.class);
        } catch (JsonProcessingException defect) {
            throw new AssertionError(defect);
        }
    }

    private static Submission limited(String cost) {
        var mapper = TestMapper.create();
        ObjectNode config = mapper.valueToTree(BeltalowdaConfig.defaults());
        config.put("max_total_cost", new BigDecimal(cost));
        return new Submission(ID, "Why?", "Sky | blue", mapper.convertValue(config, BeltalowdaConfig.class), "xai", List.of(),
                Map.of(), Optional.empty(), AT);
    }

    private static String markdown(OrchestratorResult result) {
        return new Document(SUBMISSION, result, Format.MARKDOWN).text();
    }

    private static Submission submission(String task) {
        return submission(task, true, List.of("markdown"));
    }

    private static Submission submission(String task, boolean generate, List<String> formats) {
        var mapper = TestMapper.create();
        ObjectNode config = mapper.valueToTree(BeltalowdaConfig.defaults());
        config.put("generate_documents", generate).set("document_formats", mapper.valueToTree(formats));
        return new Submission(ID, task, "Sky | blue", mapper.convertValue(config, BeltalowdaConfig.class), "xai", List.of(),
                Map.of(), Optional.empty(), AT);
    }

    private static AgentResult answered(int index, String content) {
        return agent(index, content, Status.COMPLETED, Duration.ofMillis(3_210), Optional.of(new BigDecimal("0.01")), 900,
                Map.of("provider", "xai", "model", "grok-4", "attempts", 1), Optional.empty(),
                List.of(Map.of("title", "Why [blue]", "url", "https://example.org/a_(b)", "year", "2020"),
                        Map.of("url", "javascript:alert(1)")));
    }

    private static AgentResult failed(int index) {
        return agent(index, "", Status.FAILED, Duration.ofSeconds(15), Optional.of(BigDecimal.ZERO), 0,
                Map.of("error_code", "agent_timed_out", "attempts", 3), Optional.of("no answer within 5 s"), List.of());
    }

    private static AgentResult agent(int index, String content, Status status, Duration took, Optional<BigDecimal> cost,
            long tokens,
            Map<String, Object> metadata, Optional<String> error, List<Map<String, String>> citations) {
        var all = new HashMap<>(metadata);
        all.put("specialization", "research");
        all.put("description", "Part " + index + " of the\n*question*");
        var step = StepId.of("belter", index);
        return new AgentResult("agent_" + step, AgentType.WORKER, step, content, status, took, cost, tokens, all, error,
                citations);
    }

    private static SynthesisResult synthesis(String id, String level, String content) {
        return new SynthesisResult(new StepId(id), level, content, List.of("drummer_0", "drummer_1"), Duration.ofSeconds(2),
                Optional.empty(), 1, Map.of("provider", "xai", "model", "grok-4", "attempts", 2), Optional.empty());
    }

    private static OrchestratorResult result(Status status, List<AgentResult> agents, List<SynthesisResult> syntheses,
            Optional<String> synthesis, Optional<String> error, Map<String, Object> metadata) {
        return new OrchestratorResult(ID, "Sky | blue", status, agents, syntheses, synthesis, Duration.ofMillis(4_900),
                new BigDecimal("0.0125"), metadata, List.of(), List.of(), error, AT);
    }
}
