package micro;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.mcporchestrator.ops.WireFormat;
import org.mcporchestrator.pattern.Move;
import org.mcporchestrator.pattern.Pattern;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.BeltalowdaConfig;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.Usage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;

/** What one turn of a workflow costs without its surroundings: folding answers in, planning the next move, JSON. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Micro {

    @Param({ "5", "50", "500" })
    int agents;

    private final ObjectMapper mapper = JsonMapper.builder()
            .addModules(new Jdk8Module(), new JavaTimeModule(), new ParameterNamesModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS).build();
    private Workflow begun;
    private Workflow answered;
    private Map<StepId, Outcome> last;
    private OrchestratorResult result;
    private byte[] json;

    @Setup
    public void prepare() throws IOException {
        new WireFormat().customize(mapper);
        var subtasks = IntStream.range(0, agents).mapToObj(number -> "Look at aspect " + number).toList();
        var submission = new Submission(WorkflowId.random(PatternName.BELTALOWDA), "How can a town heat its houses?", "Heat",
                BeltalowdaConfig.defaults(), "scripted", subtasks, Map.of(), Optional.empty(), Instant.EPOCH);
        var answers = new LinkedHashMap<StepId, Outcome>();
        IntStream.range(0, agents).forEach(number -> answers.put(StepId.of("belter", number), answer()));
        last = Map.of(StepId.of("belter", agents - 1), answers.remove(StepId.of("belter", agents - 1)));
        begun = Workflow.begin(submission).after(answers);
        answered = begun.after(last);
        var findings = Pattern.named(PatternName.BELTALOWDA).findings(answered);
        result = new OrchestratorResult(submission.id(), "Heat", Status.COMPLETED, findings.agents(), findings.syntheses(),
                Optional.of("x".repeat(800)), Duration.ofMillis(5), BigDecimal.ZERO, Map.of("agent_count", agents), List.of(),
                List.of(), Optional.empty(), Instant.EPOCH);
        json = mapper.writeValueAsBytes(result);
    }

    private static Outcome answer() {
        return new Outcome.Answered("x".repeat(800), "scripted", "scripted", new Usage(100, 200), Optional.of(BigDecimal.ONE),
                Duration.ofMillis(1), 1, true);
    }

    @Benchmark
    public Workflow fold() {
        return begun.after(last);
    }

    @Benchmark
    public Move plan() {
        return Pattern.named(PatternName.BELTALOWDA).next(answered);
    }

    @Benchmark
    public byte[] writeResult() throws IOException {
        return mapper.writeValueAsBytes(result);
    }

    @Benchmark
    public OrchestratorResult readResult() throws IOException {
        return mapper.readValue(json, OrchestratorResult.class);
    }
}
