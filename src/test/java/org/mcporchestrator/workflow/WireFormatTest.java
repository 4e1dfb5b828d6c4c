package org.mcporchestrator.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcporchestrator.TestMapper;
import org.mcporchestrator.workflow.config.BeltalowdaConfig;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.config.Priority;
import org.mcporchestrator.workflow.config.SwarmConfig;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.result.AgentResult;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.result.SynthesisResult;
import org.mcporchestrator.workflow.step.AgentType;
import org.mcporchestrator.workflow.step.Charge;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.Usage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Pins what is stored of a workflow. A change breaks stored workflows and clients: add a field, never rename one. */
class WireFormatTest {

    private static final WorkflowId ID = new WorkflowId("research_5fa182a013b0");
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final Duration TOOK = Duration.ofMillis(4900);
    private static final BigDecimal COST = new BigDecimal("0.0125");

    private static final String COMMON = """
            "enable_synthesis":true,"enable_executive_synthesis":true,"enable_monitoring":false,"parallel_execution":true,\
            "max_concurrent_agents":10,"timeout_seconds":300,"workflow_timeout":3600,"retry_failed_tasks":true,\
            "max_retries":2,"generate_documents":true,"document_formats":["markdown"],"output_directory":"reports",\
            "primary_model":null,"worker_model":null,"synthesis_model":null,"fallback":null,"max_total_cost":null,\
            "max_total_tokens":null,"priority":5,"streaming":true,"metadata":{}""";

    private static final AgentResult AGENT = new AgentResult("agent_belter_3", AgentType.WORKER, new StepId("belter_3"),
            "Blue.",
            Status.COMPLETED, TOOK, Optional.of(COST), 30, Map.of("model", "grok-3"), Optional.empty(),
            List.of(Map.of("url", "https://example.org")));

    private static final String AGENT_JSON = """
            {"agent_id":"agent_belter_3","agent_type":"worker","subtask_id":"belter_3","content":"Blue.",\
            "status":"completed","execution_time":4.9,"cost":0.0125,"tokens_used":30,"metadata":{"model":"grok-3"},\
            "error":null,"citations":[{"url":"https://example.org"}]}""";

    private static final SynthesisResult SYNTHESIS = new SynthesisResult(new StepId("camina"), "executive", "",
            List.of("drummer_0", "drummer_1"), Duration.ofSeconds(2), Optional.empty(), 0, Map.of(), Optional.of("no answer"));

    private static final String SYNTHESIS_JSON = """
            {"synthesis_id":"camina","synthesis_level":"executive","content":"",\
            "source_agent_ids":["drummer_0","drummer_1"],"execution_time":2,"cost":null,"tokens_used":0,"metadata":{},\
            "error":"no answer"}""";

    private final ObjectMapper mapper = TestMapper.create();

    static Stream<Arguments> stored() {
        return Stream.of(
                arguments(Outcome.class, new Outcome.Answered("Blue.", "xai", "grok-3", new Usage(10, 20), Optional.of(COST),
                        TOOK, 2, false), """
                                {"type":"answered","content":"Blue.","provider":"xai","model":"grok-3",\
                                "usage":{"prompt_tokens":10,"completion_tokens":20},"cost":0.0125,"took":4.9,"attempts":2,\
                                "simulated":false}"""),
                arguments(Outcome.class, new Outcome.Answered("Blue.", "scripted", "parrot", Usage.NONE, Optional.empty(),
                        Duration.ZERO, 1, true), """
                                {"type":"answered","content":"Blue.","provider":"scripted","model":"parrot",\
                                "usage":{"prompt_tokens":0,"completion_tokens":0},"cost":null,"took":0,"attempts":1,\
                                "simulated":true}"""),
                arguments(Outcome.class, new Outcome.Faulted(new Fault(Fault.Code.REPLY_CUT, "broke off"), TOOK, 3), """
                        {"type":"faulted","fault":{"code":"reply_cut","detail":"broke off"},"took":4.9,"attempts":3}"""),
                arguments(Outcome.class, new Outcome.Faulted(new Fault(Fault.Code.REPLY_CUT, "broke off"), TOOK, 3,
                        List.of(new Charge("xai", "grok-3", new Usage(10, 20), Optional.of(COST), true),
                                new Charge("ollama", "llama3.1", new Usage(10, 0), Optional.empty(), false))),
                        """
                                {"type":"faulted","fault":{"code":"reply_cut","detail":"broke off"},"took":4.9,\
                                "attempts":3,"charges":[{"provider":"xai","model":"grok-3",\
                                "usage":{"prompt_tokens":10,"completion_tokens":20},"cost":0.0125,"estimated":true},\
                                {"provider":"ollama","model":"llama3.1",\
                                "usage":{"prompt_tokens":10,"completion_tokens":0},"cost":null,"estimated":false}]}"""),
                arguments(Submission.class, new Submission(ID, "Why?", "Sky", BeltalowdaConfig.defaults(), "xai",
                        List.of("Light"), Map.of("audience", "children"), Optional.of("https://example.org/hook"), AT), """
                                {"task_id":"research_5fa182a013b0","task":"Why?","title":"Sky","config":{"num_agents":8,%s,\
                                "belter_timeout":180,"drummer_timeout":240,"camina_timeout":300,"drummer_grouping_size":5,\
                                "enable_drummer":true,"enable_camina":true,"enable_citation_monitor":true},\
                                "orchestrator_type":"beltalowda","provider_name":"xai","subtasks":["Light"],\
                                "context":{"audience":"children"},"webhook_url":"https://example.org/hook",\
                                "created_at":"2026-01-02T03:04:05.678901Z"}""".formatted(COMMON)),
                arguments(Submission.class, new Submission(new WorkflowId("search_5fa182a013b0"), "Why?", "Sky",
                        SwarmConfig.defaults(), "xai", List.of(), Map.of(), Optional.empty(), AT), """
                                {"task_id":"search_5fa182a013b0","task":"Why?","title":"Sky","config":{"num_agents":5,%s,\
                                "allowed_agent_types":["text","image","video","news","academic","social","product",\
                                "technical"],"search_depth":"standard","combine_results":true,"deduplicate_results":true},\
                                "orchestrator_type":"swarm","provider_name":"xai","subtasks":[],"context":{},\
                                "webhook_url":null,"created_at":"2026-01-02T03:04:05.678901Z"}""".formatted(COMMON)),
                arguments(Submission.class, new Submission(new WorkflowId("search_5fa182a013b0"), "Why?", "Sky",
                        SwarmConfig.defaults(), "xai", List.of(), Map.of(), Optional.empty(), AT,
                        Map.of("team", "sky", "kind", "test")), """
                                {"task_id":"search_5fa182a013b0","task":"Why?","title":"Sky","config":{"num_agents":5,%s,\
                                "allowed_agent_types":["text","image","video","news","academic","social","product",\
                                "technical"],"search_depth":"standard","combine_results":true,"deduplicate_results":true},\
                                "orchestrator_type":"swarm","provider_name":"xai","subtasks":[],"context":{},\
                                "webhook_url":null,"created_at":"2026-01-02T03:04:05.678901Z",\
                                "labels":{"kind":"test","team":"sky"}}""".formatted(COMMON)),
                arguments(AgentResult.class, AGENT, AGENT_JSON),
                arguments(SynthesisResult.class, SYNTHESIS, SYNTHESIS_JSON),
                arguments(OrchestratorResult.class, new OrchestratorResult(ID, "Sky", Status.COMPLETED, List.of(AGENT),
                        List.of(SYNTHESIS), Optional.of("Blue."), TOOK, COST, Map.of("agent_count", 3),
                        List.of(Map.of("format", "markdown")), List.of("sky.md"), Optional.empty(), AT),
                        """
                                {"task_id":"research_5fa182a013b0","title":"Sky","status":"completed","agent_results":[%s],\
                                "synthesis_results":[%s],"final_synthesis":"Blue.","execution_time":4.9,"total_cost":0.0125,\
                                "metadata":{"agent_count":3},"generated_documents":[{"format":"markdown"}],\
                                "artifacts":["sky.md"],"error":null,"completed_at":"2026-01-02T03:04:05.678901Z"}"""
                                .formatted(AGENT_JSON, SYNTHESIS_JSON)));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("stored")
    void valueIsWrittenAndReadBack(Class<?> type, Object value, String json) throws Exception {
        assertThat(mapper.writeValueAsString(value)).isEqualTo(json);
        assertThat(mapper.readValue(json, type)).isEqualTo(value);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("stored")
    void fieldThatIsNotKnownIsTolerated(Class<?> type, Object value, String json) throws Exception {
        var newer = (ObjectNode) mapper.readTree(json);
        newer.putObject("added_later").put("a", 1);

        assertThat(mapper.readValue(newer.toString(), type)).isEqualTo(value);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("stored")
    void listOrObjectThatIsMissingIsEmpty(Class<?> type, Object value, String json) throws Exception {
        var older = (ObjectNode) mapper.readTree(json);
        var emptied = older.deepCopy();
        for (var field : older.properties()) {
            if (field.getValue().isArray() || field.getKey().equals("metadata") || field.getKey().equals("context")) {
                emptied.remove(field.getKey());
            }
        }

        var read = mapper.readTree(mapper.writeValueAsString(mapper.readValue(emptied.toString(), type)));

        older.properties().stream().filter(field -> !emptied.has(field.getKey()))
                .forEach(field -> assertThat(read.path(field.getKey())).as(field.getKey()).isEmpty());
    }

    @Test
    void faultCodeOfANewerVersionIsAnInternalOne() throws Exception {
        assertThat(mapper.readValue("""
                {"code":"agent_asleep","detail":"zzz"}""", Fault.class)).isEqualTo(new Fault(Fault.Code.INTERNAL, "zzz"));
    }

    @Test
    void submissionOfATimeBeforePrioritiesHasTheNormalOne() throws Exception {
        var json = (ObjectNode) mapper.readTree(mapper.writeValueAsString(new Submission(ID, "Why?", "Sky",
                BeltalowdaConfig.defaults(), "xai", List.of(), Map.of(), Optional.empty(), AT)));
        json.withObject("config").remove("priority");

        assertThat(mapper.treeToValue(json, Submission.class).config().common().priority()).isEqualTo(new Priority(5));
    }

    @Test
    void noKindOfOutcomeIsUnpinned() {
        var pinned = stored().map(row -> row.get()[1].getClass()).filter(Outcome.class::isAssignableFrom)
                .collect(Collectors.toSet());

        assertThat(pinned).isEqualTo(Set.of(Outcome.class.getPermittedSubclasses()));
    }

    @Test
    void enumsHaveTheirNamesInLowerCase() throws Exception {
        assertNames(Status.values(), "pending", "running", "completed", "failed", "cancelled");
        assertNames(Stage.values(), "waiting", "decomposition", "agents", "drummer", "camina", "synthesis", "done");
        assertNames(PatternName.values(), "beltalowda", "swarm");
        assertNames(AgentType.values(), "worker", "synthesizer", "executive", "monitor", "specialized");
    }

    @Test
    void faultCodesAreStable() throws Exception {
        assertNames(Fault.Code.values(), "agent_timed_out", "provider_overloaded", "provider_unavailable", "reply_cut",
                "reply_malformed", "reply_empty", "key_refused", "request_refused", "budget_exhausted", "all_agents_failed",
                "workflow_timed_out",
                "drivers_lost",
                "cancelled", "too_large", "invalid_request", "unknown_workflow", "workflow_unreadable", "already_ended",
                "not_ended", "not_resumable", "changed_meanwhile", "result_expired", "idempotency_key_reused", "no_provider",
                "overloaded", "journal_unavailable", "internal");
    }

    @Test
    void callersMayRelyOnWhichFaultsHeal() {
        assertThat(Arrays.stream(Fault.Code.values()).filter(code -> !code.heals()).map(Fault.Code::wire))
                .containsExactly("key_refused", "request_refused", "budget_exhausted", "cancelled", "too_large",
                        "invalid_request",
                        "unknown_workflow", "workflow_unreadable", "already_ended", "not_resumable", "result_expired",
                        "idempotency_key_reused");
    }

    private void assertNames(Enum<?>[] values, String... names) throws Exception {
        assertThat(values).hasSameSizeAs(names);
        for (var index = 0; index < values.length; index++) {
            var json = "\"" + names[index] + "\"";
            assertThat(mapper.writeValueAsString(values[index])).isEqualTo(json);
            assertThat(mapper.readValue(json, values[index].getClass())).isEqualTo(values[index]);
        }
    }

    @Test
    void timesAndDurationsHaveMicrosecondsAtMost() throws Exception {
        assertThat(mapper.writeValueAsString(Instant.parse("2026-01-02T03:04:05.678901999Z")))
                .isEqualTo("\"2026-01-02T03:04:05.678901Z\"");
        assertThat(mapper.writeValueAsString(Duration.ofNanos(1_500_000_999))).isEqualTo("1.5");
        assertThat(mapper.readValue("1.5", Duration.class)).isEqualTo(Duration.ofMillis(1500));
        assertThat(mapper.readValue("90", Duration.class)).isEqualTo(Duration.ofSeconds(90));
    }
}
