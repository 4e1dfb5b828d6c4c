package org.mcporchestrator.api.http.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.TestMapper;
import org.mcporchestrator.analytics.Costs;
import org.mcporchestrator.analytics.Costs.Dearest;
import org.mcporchestrator.analytics.Costs.Share;
import org.mcporchestrator.analytics.Counts;
import org.mcporchestrator.analytics.Performance;
import org.mcporchestrator.analytics.Spending;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.PatternName;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Pins the answers. Monitors read these fields: add, never rename. */
class AnalyticsBodiesTest {

    private static final WorkflowId ID = new WorkflowId("research_5fa182a013b0");

    @Test
    void counts() {
        var counts = new Counts(2, 5, Map.of(PatternName.BELTALOWDA, 4L, PatternName.SWARM, 3L),
                Map.of(Status.PENDING, 1L, Status.RUNNING, 1L, Status.COMPLETED, 3L, Status.FAILED, 1L, Status.CANCELLED, 1L),
                4, List.of(ID));

        assertThat(text(AnalyticsBodies.of(counts))).isEqualTo("""
                {"active_workflows":2,"active":2,"completed_workflows":5,"completed":5,"recent_24h":4,\
                "by_type":{"beltalowda":4,"swarm":3},\
                "by_status":{"pending":1,"running":1,"completed":3,"failed":1,"cancelled":1},\
                "recent_task_ids":["research_5fa182a013b0"]}""");
    }

    @Test
    void costs() {
        var share = new Share(new BigDecimal("10.00005"), 300);
        var costs = new Costs(new Spending(new BigDecimal("10.00005"), 300, 3), 2, Duration.ofMinutes(100),
                Optional.of(new Dearest(ID, new BigDecimal("9.5"), Duration.ofMillis(61_234))),
                new TreeMap<>(Map.of("xai", share, "openai", new Share(BigDecimal.ZERO, 0))),
                new TreeMap<>(Map.of("grok-4", share)), new TreeMap<>(Map.of("swarm", share)),
                new Spending(new BigDecimal("0.00000003"), 7, 1), new Spending(new BigDecimal("100"), 9, 4));

        assertThat(text(AnalyticsBodies.of(costs))).isEqualTo("""
                {"total_cost_usd":10.0001,"average_cost_usd":3.3334,"workflow_count":3,"total_tokens":300,\
                "priced_workflow_count":2,\
                "most_expensive":{"task_id":"research_5fa182a013b0","cost":9.5000,"execution_time":61.23},\
                "total_execution_hours":1.67,\
                "by_provider":{"openai":{"cost":0.0,"tokens":0},"xai":{"cost":10.0001,"tokens":300}},\
                "by_model":{"grok-4":{"cost":10.0001,"tokens":300}},"by_pattern":{"swarm":{"cost":10.0001,"tokens":300}},\
                "last_24h":{"total_cost_usd":0.0,"average_cost_usd":0.0,"workflow_count":1,"total_tokens":7},\
                "all_time":{"total_cost_usd":100.0000,"average_cost_usd":25.0000,"workflow_count":4,"total_tokens":9}}""");
    }

    @Test
    void costsOfNothing() {
        var costs = new Costs(Spending.NONE, 0, Duration.ZERO, Optional.empty(), new TreeMap<>(), new TreeMap<>(),
                new TreeMap<>(), Spending.NONE, Spending.NONE);

        assertThat(text(AnalyticsBodies.of(costs))).isEqualTo("""
                {"total_cost_usd":0.0,"average_cost_usd":0.0,"workflow_count":0,"total_tokens":0,"priced_workflow_count":0,\
                "total_execution_hours":0.0,"by_provider":{},"by_model":{},"by_pattern":{},\
                "last_24h":{"total_cost_usd":0.0,"average_cost_usd":0.0,"workflow_count":0,"total_tokens":0},\
                "all_time":{"total_cost_usd":0.0,"average_cost_usd":0.0,"workflow_count":0,"total_tokens":0}}""");
    }

    @Test
    void performance() {
        var performance = new Performance(3, 2, Duration.ofSeconds(10), Duration.ofMillis(1004), Duration.ofMillis(6006));

        assertThat(text(AnalyticsBodies.of(performance))).isEqualTo("""
                {"avg_execution_time":3.33,"min_execution_time":1.00,"max_execution_time":6.01,"success_rate":66.67,\
                "workflow_count":3}""");
    }

    private static String text(ObjectNode body) {
        try {
            return TestMapper.create().writeValueAsString(body);
        } catch (JsonProcessingException failure) {
            throw new AssertionError(failure);
        }
    }
}
