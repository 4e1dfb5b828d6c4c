package org.mcporchestrator.workflow.event;

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
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.step.AgentType;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.SubTask;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Pins the stored and public form of events. A change breaks clients and stored workflows: add a field, never rename one. */
class EventWireFormatTest {

    private static final WorkflowId ID = new WorkflowId("research_5fa182a013b0");
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final StepId STEP = new StepId("belter_3");
    private static final Duration TOOK = Duration.ofMillis(4900);
    private static final BigDecimal COST = new BigDecimal("0.0125");

    private final ObjectMapper mapper = TestMapper.create();

    static Stream<Arguments> events() {
        return Stream.of(
                arguments("workflow_start", new WorkflowEvent.WorkflowStart("Why?", "Sky", 8), """
                        {"task":"Why?","title":"Sky","num_agents":8}"""),
                arguments("workflow_resumed", new WorkflowEvent.WorkflowResumed("takeover", 4), """
                        {"reason":"takeover","recorded_steps":4}"""),
                arguments("decomposition_start", new WorkflowEvent.DecompositionStart(), "{}"),
                arguments("decomposition_complete",
                        new WorkflowEvent.DecompositionComplete(1, List.of(subtask()), "model"),
                        """
                                {"subtask_count":1,"subtasks":[{"id":"belter_3","description":"Light","context":{"a":1},\
                                "agent_type":"worker","specialization":"optics","priority":2,"dependencies":["belter_0"],\
                                "metadata":{"b":"c"}}],"source":"model"}"""),
                arguments("iteration_start", new WorkflowEvent.IterationStart(1), """
                        {"iteration":1}"""),
                arguments("iteration_complete", new WorkflowEvent.IterationComplete(1, 2000), """
                        {"iteration":1,"synthesis_length":2000}"""),
                arguments("agent_start", new WorkflowEvent.AgentStart(STEP, "agent_belter_3", "worker", "Light"), """
                        {"subtask_id":"belter_3","agent_id":"agent_belter_3","agent_type":"worker","description":"Light"}"""),
                arguments("agent_start",
                        new WorkflowEvent.AgentStart(STEP, "agent_belter_3", "worker", "Light", Optional.of(COST)),
                        """
                                {"subtask_id":"belter_3","agent_id":"agent_belter_3","agent_type":"worker","description":"Light",\
                                "reserved_cost":0.0125}"""),
                arguments("budget_warning",
                        new WorkflowEvent.BudgetWarning(COST, Optional.of(new BigDecimal("0.015")), 1200, Optional.of(5000L)),
                        """
                                {"used_cost":0.0125,"max_total_cost":0.015,"used_tokens":1200,"max_total_tokens":5000}"""),
                arguments("agent_progress", new WorkflowEvent.AgentProgress(STEP, "agent_belter_3", 120, Optional.of(30L),
                        Optional.of(true)), """
                                {"subtask_id":"belter_3","agent_id":"agent_belter_3","characters":120,"tokens":30,\
                                "tokens_estimated":true}"""),
                arguments("agent_progress", new WorkflowEvent.AgentProgress(STEP, "agent_belter_3", 120, Optional.empty(),
                        Optional.empty()), """
                                {"subtask_id":"belter_3","agent_id":"agent_belter_3","characters":120}"""),
                arguments("agent_complete",
                        new WorkflowEvent.AgentComplete(STEP, "agent_belter_3", TOOK, Optional.of(COST), 30, "xai", "grok-3",
                                0.375),
                        """
                                {"subtask_id":"belter_3","agent_id":"agent_belter_3","execution_time":4.9,"cost":0.0125,\
                                "tokens_used":30,"provider":"xai","model":"grok-3","progress":0.375}"""),
                arguments("agent_complete",
                        new WorkflowEvent.AgentComplete(STEP, "agent_belter_3", TOOK, Optional.empty(), 30, "xai", "grok-3", 1),
                        """
                                {"subtask_id":"belter_3","agent_id":"agent_belter_3","execution_time":4.9,"cost":null,\
                                "tokens_used":30,"provider":"xai","model":"grok-3","progress":1.0}"""),
                arguments("agent_error",
                        new WorkflowEvent.AgentError(STEP, "agent_belter_3", "no answer", Fault.Code.AGENT_TIMED_OUT, 3, 0.5),
                        """
                                {"subtask_id":"belter_3","agent_id":"agent_belter_3","error":"no answer",\
                                "code":"agent_timed_out","attempts":3,"progress":0.5}"""),
                arguments("agent_error",
                        new WorkflowEvent.AgentError(STEP, "agent_belter_3", "broke off", Fault.Code.REPLY_CUT, 3,
                                Optional.of(COST), 0.5),
                        """
                                {"subtask_id":"belter_3","agent_id":"agent_belter_3","error":"broke off",\
                                "code":"reply_cut","attempts":3,"cost":0.0125,"progress":0.5}"""),
                arguments("synthesis_start", new WorkflowEvent.SynthesisStart(Optional.of("drummer"), Optional.of(5)), """
                        {"level":"drummer","input_count":5}"""),
                arguments("synthesis_start", new WorkflowEvent.SynthesisStart(Optional.empty(), Optional.empty()), "{}"),
                arguments("synthesis_complete",
                        new WorkflowEvent.SynthesisComplete(Optional.of("drummer"), Optional.of(2), Optional.of(1),
                                Optional.of(900)),
                        """
                                {"level":"drummer","output_count":2,"failed_count":1,"synthesis_length":900}"""),
                arguments("synthesis_complete",
                        new WorkflowEvent.SynthesisComplete(Optional.empty(), Optional.empty(), Optional.empty(),
                                Optional.empty()),
                        "{}"),
                arguments("document_generation_start", new WorkflowEvent.DocumentGenerationStart(List.of("markdown")), """
                        {"formats":["markdown"]}"""),
                arguments("document_generation_complete", new WorkflowEvent.DocumentGenerationComplete(1), """
                        {"document_count":1}"""),
                arguments("workflow_complete", new WorkflowEvent.WorkflowComplete("completed", TOOK, COST, 900, 1, 2), """
                        {"status":"completed","execution_time":4.9,"total_cost":0.0125,"tokens_used":900,"unpriced_steps":1,\
                        "document_count":2}"""),
                arguments("workflow_complete",
                        new WorkflowEvent.WorkflowComplete("completed", TOOK, COST, 900, 1, 2, Optional.of("budget")), """
                                {"status":"completed","execution_time":4.9,"total_cost":0.0125,"tokens_used":900,\
                                "unpriced_steps":1,"document_count":2,"stopped_by":"budget"}"""),
                arguments("workflow_error",
                        new WorkflowEvent.WorkflowError("all failed", Fault.Code.ALL_AGENTS_FAILED, TOOK, COST), """
                                {"error":"all failed","code":"all_agents_failed","execution_time":4.9,"total_cost":0.0125}"""),
                arguments("workflow_cancelled", new WorkflowEvent.WorkflowCancelled(3, TOOK, COST), """
                        {"completed_agents":3,"execution_time":4.9,"total_cost":0.0125}"""));
    }

    private static SubTask subtask() {
        return new SubTask(STEP, "Light", Map.of("a", 1), AgentType.WORKER, Optional.of("optics"), 2,
                List.of(new StepId("belter_0")), Map.of("b", "c"));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("events")
    void eventIsWrittenAndReadBackInItsEnvelope(String type, WorkflowEvent event, String data) throws Exception {
        var envelope = new Envelope(ID, AT, event);
        var json = """
                {"task_id":"research_5fa182a013b0","timestamp":"2026-01-02T03:04:05.678Z","data":%s,"event_type":"%s"}"""
                .formatted(data, type);

        assertThat(mapper.writeValueAsString(envelope)).isEqualTo(json);
        assertThat(mapper.readValue(json, Envelope.class)).isEqualTo(envelope);
        assertThat(event.type()).isEqualTo(type);
    }

    @Test
    void noKindOfEventIsUnpinned() {
        var pinned = events().<Class<?>> map(row -> row.get()[1].getClass()).collect(Collectors.toSet());
        pinned.add(WorkflowEvent.Other.class);

        assertThat(pinned).isEqualTo(Set.of(WorkflowEvent.class.getPermittedSubclasses()));
    }

    @Test
    void eventOfANewerVersionIsWrittenAsItWas() throws Exception {
        var event = new WorkflowEvent.Other("agent_dreams", Map.of("of", List.of("electric", "sheep")));

        assertThat(mapper.writeValueAsString(new Envelope(ID, AT, event))).isEqualTo("""
                {"task_id":"research_5fa182a013b0","timestamp":"2026-01-02T03:04:05.678Z",\
                "data":{"of":["electric","sheep"]},"event_type":"agent_dreams"}""");
        assertThat(event.last()).isFalse();
    }

    @Test
    void onlyThreeKindsOfEventsEndAWorkflow() {
        var last = events().map(row -> (WorkflowEvent) row.get()[1]).filter(WorkflowEvent::last).map(WorkflowEvent::type)
                .distinct();

        assertThat(last).containsExactlyInAnyOrder("workflow_complete", "workflow_error", "workflow_cancelled");
    }

    @Test
    void fieldsThatAreNotKnownAreTolerated() throws Exception {
        var json = """
                {"event_type":"iteration_start","new":[1],"data":{"iteration":2,"new":{}},\
                "task_id":"research_5fa182a013b0","timestamp":"2026-01-02T03:04:05.678Z"}""";

        assertThat(mapper.readValue(json, Envelope.class)).isEqualTo(new Envelope(ID, AT, new WorkflowEvent.IterationStart(2)));
    }

    @Test
    void eventNamesAreThoseOfTheirTypes() {
        var subtypes = WorkflowEvent.class.getAnnotation(JsonSubTypes.class).value();
        var names = Arrays.stream(subtypes).map(JsonSubTypes.Type::name);

        assertThat(names).containsExactlyInAnyOrderElementsOf(
                events().map(row -> (String) row.get()[0]).collect(Collectors.toSet()));
    }
}
