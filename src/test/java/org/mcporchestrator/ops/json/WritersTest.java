package org.mcporchestrator.ops.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcporchestrator.TestMapper;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.event.WorkflowEvent.AgentComplete;
import org.mcporchestrator.workflow.event.WorkflowEvent.AgentStart;
import org.mcporchestrator.workflow.result.AgentResult;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.result.SynthesisResult;
import org.mcporchestrator.workflow.step.AgentType;
import org.mcporchestrator.workflow.step.Charge;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Outcome.Answered;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.Usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;

/** What is written field by field is what Jackson makes of the annotations: stored texts must not depend on who wrote them. */
class WritersTest {

    private static final StepId STEP = new StepId("belter_0");
    private static final Duration TOOK = Duration.ofNanos(1_234_567_000);
    private static final Optional<BigDecimal> COST = Optional.of(new BigDecimal("0.001200"));
    private static final Map<String, Object> METADATA = Map.of("b", List.of(1, "x"), "a", Map.of("z", 1.5, "y", true));
    private static final List<Map<String, String>> CITATIONS = List
            .of(Map.of("url", "https://example.org", "title", "für \"dich\""));
    private static final AgentResult AGENT = new AgentResult("agent_belter_0", AgentType.WORKER, STEP, "Text \n \u2028 ü",
            Status.COMPLETED, TOOK, COST, 12, METADATA, Optional.empty(), CITATIONS);
    private static final AgentResult FAILED_AGENT = new AgentResult("agent_belter_1", AgentType.SPECIALIZED, STEP, "",
            Status.FAILED, Duration.ZERO, Optional.empty(), 0, Map.of(), Optional.of("it failed"), List.of());
    private static final SynthesisResult SYNTHESIS = new SynthesisResult(STEP, "drummer", "Text", List.of("a", "b"),
            Duration.ofSeconds(3), COST, 5, METADATA, Optional.empty());
    private static final SynthesisResult FAILED_SYNTHESIS = new SynthesisResult(STEP, "executive", "", List.of(), TOOK,
            Optional.empty(), 0, Map.of(), Optional.of("it failed"));

    static Stream<Object> written() {
        return Stream.of(AGENT, FAILED_AGENT, SYNTHESIS, FAILED_SYNTHESIS,
                result(Optional.of("Report"), Optional.empty()), result(Optional.empty(), Optional.of("it failed")),
                new AgentStart(STEP, "agent_belter_0", "worker", "Look at it"),
                new AgentStart(STEP, "agent_belter_0", "worker", "Look at it", COST),
                new AgentComplete(STEP, "agent_belter_0", TOOK, COST, 7, "scripted", "m", 0.333),
                new AgentComplete(STEP, "agent_belter_0", TOOK, Optional.empty(), 7, "scripted", "m", 1),
                new Answered("Text", "scripted", "m", new Usage(1, 2), COST, TOOK, 1, true),
                new Answered("Text", "xai", "m", new Usage(1, 2), Optional.empty(), TOOK, 2, false, CITATIONS,
                        List.of(new Charge("xai", "m", new Usage(3, 4), COST, true))));
    }

    @ParameterizedTest
    @MethodSource("written")
    void isWhatTheAnnotationsSay(Object value) throws JsonProcessingException {
        var plain = TestMapper.plain().registerModule(new SimpleModule().addSerializer(new Seconds()));
        var written = TestMapper.plain()
                .registerModule(new SimpleModule().addSerializer(new Seconds())).registerModule(new Writers());

        assertThat(written.writeValueAsString(value)).isEqualTo(plain.writeValueAsString(value));
        assertThat(written.writer().with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).writeValueAsString(value))
                .isEqualTo(plain.writer().with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).writeValueAsString(value));
        assertThat(written.<JsonNode> valueToTree(value)).isEqualTo(plain.<JsonNode> valueToTree(value));
        if (value instanceof Outcome) {
            assertThat(written.writerFor(Outcome.class).writeValueAsString(value))
                    .isEqualTo(plain.writerFor(Outcome.class).writeValueAsString(value));
        }
    }

    private static OrchestratorResult result(Optional<String> synthesis, Optional<String> error) {
        return new OrchestratorResult(WorkflowId.parse("research_0123456789ab").orElseThrow(), "Title", Status.COMPLETED,
                List.of(AGENT, FAILED_AGENT), List.of(SYNTHESIS), synthesis, TOOK, new BigDecimal("0.10"), METADATA,
                List.of(Map.of("format", "markdown")), List.of("x"), error, Instant.parse("2026-11-23T10:00:00.123456Z"));
    }
}
