package org.mcporchestrator.api.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.mcporchestrator.api.http.Calls.ended;
import static org.mcporchestrator.api.http.Calls.longResearch;
import static org.mcporchestrator.api.http.Calls.research;
import static org.mcporchestrator.api.http.Calls.tool;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@Tag("application")
class ToolsTest {

    @Test
    void aResearchIsStarted() {
        tool("orchestrate_research", Map.of("task", "  tidal power \r\n today ", "title", "Tides", "num_agents", 3))
                .statusCode(200)
                .body("success", equalTo(true))
                .body("task_id", matchesPattern("research_[0-9a-f]{12}"))
                .body("status", equalTo("running"))
                .body("stream_url", matchesPattern("/stream/research_[0-9a-f]{12}"))
                .body("orchestrator_type", equalTo("beltalowda"))
                .body("title", equalTo("Tides"))
                .body("provider_name", notNullValue())
                .body("message", notNullValue())
                .body("warnings", empty())
                .body("config.num_agents", equalTo(3))
                .body("config.belter_timeout", equalTo(180))
                .body("config.document_formats", equalTo(List.of("markdown")));
    }

    @Test
    void aSearchIsStartedWithEightTypesAndFiveAgents() {
        tool("orchestrate_search", Map.of("query", "tidal power"))
                .statusCode(200)
                .body("task_id", matchesPattern("search_[0-9a-f]{12}"))
                .body("orchestrator_type", equalTo("swarm"))
                .body("config.num_agents", equalTo(5))
                .body("config.allowed_agent_types", hasSize(8))
                .body("config.search_depth", equalTo("standard"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "orchestrate_research", "orchestrate_search" })
    void thePanelsRequestIsUnderstood(String tool) {
        tool(tool, Map.of("task", "tides", "query", "tides", "num_agents", 2, "enable_synthesis", false))
                .statusCode(200)
                .body("config.num_agents", equalTo(2))
                .body("config.enable_synthesis", equalTo(false));
    }

    @Test
    void workflowThatItsBudgetStoppedSaysSoAndWhatItSpent() {
        tool("orchestrate_research",
                Map.of("task", "tides", "num_agents", 2, "max_total_tokens", 100, "max_total_cost", 0.25, "wait_seconds", 10))
                .statusCode(200)
                .body("warnings", empty())
                .body("status", equalTo("failed"))
                .body("stopped_by", equalTo("budget"))
                .body("error", containsString("budget"))
                .body("budget.max_total_tokens", equalTo(100))
                .body("budget.max_total_cost", equalTo(0.25f))
                .body("budget.spent.tokens", equalTo(0))
                .body("result.agent_results.metadata.error_code", everyItem(equalTo("budget_exhausted")));
    }

    @Test
    void bothSpellingsOfResearchArgumentsAreUnderstood() {
        tool("orchestrate_research",
                Map.of("query", "tides", "primary_model", "m1", "agent_model", "m2", "synthesis_group_size", 3,
                        "enable_synthesis", false, "belter_timeout", 12.5, "max_total_cost", 0.25, "max_retries", 0, "unknown",
                        true))
                .statusCode(200)
                .body("model", equalTo("m1"))
                .body("config.primary_model", equalTo("m1"))
                .body("config.worker_model", equalTo("m2"))
                .body("config.drummer_grouping_size", equalTo(3))
                .body("config.enable_drummer", equalTo(false))
                .body("config.enable_camina", equalTo(false))
                .body("config.belter_timeout", equalTo(12.5f))
                .body("config.max_total_cost", equalTo(0.25f))
                .body("config.max_retries", equalTo(0));
    }

    @Test
    void bothSpellingsOfSearchArgumentsAreUnderstood() {
        tool("orchestrate_search",
                Map.of("task", "tides", "agent_types", List.of("news", "general", "news"), "search_depth", "deep"))
                .statusCode(200)
                .body("config.allowed_agent_types", equalTo(List.of("news", "general")))
                .body("config.search_depth", equalTo("deep"));
    }

    @Test
    void spellingsThatContradictEachOtherAreAProblem() {
        tool("orchestrate_research", Map.of("task", "tides", "query", "winds", "model", "a", "primary_model", "b"))
                .statusCode(400)
                .body("errors.field", equalTo(List.of("query", "primary_model")));
    }

    @Test
    void theSubtasksOfTheCallerSayHowManyAgentsThereAre() {
        tool("orchestrate_research", Map.of("task", "tides", "subtasks", List.of("one", "two"), "context", Map.of("a", 1)))
                .statusCode(200)
                .body("config.num_agents", equalTo(2));
        tool("orchestrate_research", Map.of("task", "tides", "subtasks", List.of("one", "two"), "num_agents", 3))
                .statusCode(400)
                .body("errors.field", equalTo(List.of("num_agents")));
    }

    @Test
    void nullsInTheContextAreNoFacts() {
        given().contentType("application/json").body("""
                {"task":"tides","context":{"gone":null,"deep":{"also":null}}}""").post("/tools/orchestrate_research")
                .then().statusCode(200);
    }

    @Test
    void webhookThatMayBeCalledIsTakenWithoutAWord() {
        tool("orchestrate_research",
                Map.of("task", "tides", "webhook_url", "http://127.0.0.1:9/hook", "generate_documents", true))
                .statusCode(200)
                .body("webhook_url", equalTo("http://127.0.0.1:9/hook"))
                .body("warnings", hasSize(0));
    }

    @Test
    void allProblemsAreListedAtOnce() {
        tool("orchestrate_research",
                Map.of("num_agents", 0, "enable_drummer", "yes", "webhook_url", "ftp://x", "max_total_cost", 0,
                        "provider_name", "nobody", "document_formats", List.of()))
                .statusCode(400)
                .body("success", equalTo(false))
                .body("code", equalTo("invalid_request"))
                .body("error", containsString("num_agents"))
                .body("errors.field",
                        hasItems("task", "num_agents", "enable_drummer", "webhook_url", "max_total_cost", "provider_name",
                                "document_formats"))
                .body("errors.message", everyItem(notNullValue()));
    }

    @Test
    void formatsThatThisVersionDoesNotMakeAreAProblem() {
        tool("orchestrate_research", Map.of("task", "tides", "document_formats", List.of("pdf", "docx", "markdown")))
                .statusCode(400)
                .body("errors.field", equalTo(List.of("document_formats[0]", "document_formats[1]")))
                .body("errors.message", everyItem(equalTo("must be one of: markdown, html")));
    }

    @Test
    void documentsThatNobodyWantsNeedNoFormat() {
        tool("orchestrate_search", Map.of("query", "tides", "generate_documents", false, "document_formats", List.of()))
                .statusCode(200);
    }

    @Test
    void theStatusTellsProgressAndThenTheWholeResult() {
        var id = research(Map.of("task", "tides", "num_agents", 6, "drummer_grouping_size", 3));

        var status = ended(id);

        assertThat(status.getBoolean("success")).isTrue();
        assertThat(status.getString("task_id")).isEqualTo(id);
        assertThat(status.getString("status")).isEqualTo("completed");
        assertThat(status.getString("orchestrator_type")).isEqualTo("beltalowda");
        assertThat(status.getString("task")).isEqualTo("tides");
        assertThat(status.getString("created_at")).endsWith("Z");
        assertThat(status.getString("started_at")).endsWith("Z");
        assertThat(status.getString("completed_at")).endsWith("Z");
        assertThat(status.getMap("progress")).containsEntry("completed_agents", 6).containsEntry("failed_agents", 0)
                .containsEntry("total_agents", 6).containsEntry("percent_complete", 100).containsKey("current_stage");
        assertThat(status.getMap("result")).containsEntry("task_id", id).containsEntry("agent_count", 6)
                .containsEntry("has_final_synthesis", true).containsEntry("documents_generated", 1)
                .containsKeys("title", "status", "execution_time", "total_cost", "synthesis_count", "final_synthesis",
                        "metadata",
                        "generated_documents", "artifacts", "error", "completed_at");
        assertThat(status.getString("result.agent_results[0].result"))
                .isEqualTo(status.getString("result.agent_results[0].content"));
        assertThat(status.getMap("result.synthesis_results[0]")).containsKeys("synthesis_level", "level", "synthesis",
                "input_results");
    }

    @Test
    void theStatusOfARunningWorkflowHasNoResultYet() {
        tool("get_orchestration_status", Map.of("task_id", longResearch()))
                .statusCode(200)
                .body("success", equalTo(true))
                .body("completed_at", nullValue())
                .body("result", nullValue())
                .body("progress.percent_complete", not(equalTo(100)));
    }

    @Test
    void aRunningWorkflowIsCancelledOnce() {
        var id = longResearch();

        tool("cancel_orchestration", Map.of("task_id", id))
                .statusCode(200)
                .body("success", equalTo(true))
                .body("task_id", equalTo(id))
                .body("cancelled", equalTo(true))
                .body("status", equalTo("cancelled"))
                .body("message", notNullValue())
                .body("partial_results.agent_results", notNullValue())
                .body("partial_results.synthesis_results", notNullValue());
        tool("cancel_orchestration", Map.of("task_id", id))
                .statusCode(409)
                .body("success", equalTo(false))
                .body("error", notNullValue())
                .body("code", equalTo("already_ended"))
                .body("cancelled", equalTo(false))
                .body("status", equalTo("cancelled"));
        tool("get_orchestration_status", Map.of("task_id", id)).statusCode(200).body("status", equalTo("cancelled"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "get_orchestration_status", "cancel_orchestration" })
    void anUnknownWorkflowIsNotFound(String tool) {
        for (var id : List.of("research_000000000000", "nonsense", "research_5FA182A013B0", "../etc", "💥")) {
            tool(tool, Map.of("task_id", id)).statusCode(404).body("success", equalTo(false)).body("code",
                    equalTo("unknown_workflow"));
        }
    }

    @Test
    void patternsAreListedByGetAndPost() {
        var byGet = given().get("/tools/list_orchestrator_patterns").then().statusCode(200)
                .body("success", equalTo(true))
                .body("count", equalTo(2))
                .body("patterns.name", equalTo(List.of("beltalowda", "swarm")))
                .body("patterns.display_name", everyItem(notNullValue()))
                .body("patterns.use_cases", everyItem(hasSize(4)))
                .body("patterns[0].default_config.num_agents", equalTo(8))
                .body("patterns[1].default_config.search_depth", equalTo("standard"))
                .body("patterns[1].agent_types", hasItem("general"))
                .body("patterns.typical_agents", everyItem(notNullValue()))
                .body("patterns.typical_duration", everyItem(notNullValue()))
                .extract().asString();

        assertThat(given().post("/tools/list_orchestrator_patterns").then().statusCode(200).extract().asString())
                .isEqualTo(byGet);
        assertThat(tool("list_orchestrator_patterns", Map.of()).statusCode(200).extract().asString()).isEqualTo(byGet);
    }

    @Test
    void registeredToolsAreListedAndFiltered() {
        given().get("/tools/list_registered_tools").then().statusCode(200)
                .body("tools.name", hasItems("orchestrate_research", "orchestrate_search", "get_orchestration_status",
                        "cancel_orchestration", "list_orchestrator_patterns", "list_registered_tools",
                        "execute_registered_tool"))
                .body("tools.inputSchema.type", everyItem(equalTo("object")))
                .body("tools.inputSchema.required", everyItem(notNullValue()))
                .body("tools.tags", everyItem(not(empty())));
        tool("list_registered_tools", Map.of("category", "orchestration")).statusCode(200)
                .body("tools.name", equalTo(List.of("orchestrate_research", "orchestrate_search")))
                .body("count", equalTo(2));
        tool("list_registered_tools", Map.of("tags", List.of("cancel", "nothing"))).statusCode(200)
                .body("tools.name", equalTo(List.of("cancel_orchestration")));
        tool("list_registered_tools", Map.of("category", "none")).statusCode(200).body("count", equalTo(0));
    }

    @ParameterizedTest
    @ValueSource(strings = { "tool_arguments", "arguments" })
    void aRegisteredToolIsExecuted(String spelling) {
        tool("execute_registered_tool", Map.of("tool_name", "orchestrate_search", spelling, Map.of("query", "tides")))
                .statusCode(200)
                .body("success", equalTo(true))
                .body("tool_name", equalTo("orchestrate_search"))
                .body("result.task_id", matchesPattern("search_[0-9a-f]{12}"));
    }

    @Test
    void problemsOfAnExecutedToolNameTheFieldAsItWasWritten() {
        tool("execute_registered_tool", Map.of("tool_name", "orchestrate_search", "tool_arguments", Map.of("num_agents", "x")))
                .statusCode(400)
                .body("errors.field", hasItems("tool_arguments.query", "tool_arguments.num_agents"));
        tool("execute_registered_tool", Map.of("tool_name", "execute_registered_tool")).statusCode(400)
                .body("errors.field", equalTo(List.of("tool_name")));
        tool("execute_registered_tool", Map.of("tool_name", "rm")).statusCode(400)
                .body("errors.field", equalTo(List.of("tool_name")));
        tool("execute_registered_tool",
                Map.of("tool_name", "get_orchestration_status", "tool_arguments", Map.of("task_id", "no")))
                .statusCode(404);
    }
}
