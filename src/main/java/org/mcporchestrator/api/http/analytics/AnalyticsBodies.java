package org.mcporchestrator.api.http.analytics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;

import org.mcporchestrator.analytics.Costs;
import org.mcporchestrator.analytics.Costs.Share;
import org.mcporchestrator.analytics.Counts;
import org.mcporchestrator.analytics.Performance;
import org.mcporchestrator.analytics.Spending;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Figures as JSON: in the seed's fields and in those of its sister documents, USD to 4 places, times to 2. */
final class AnalyticsBodies {

    private static final int MONEY_PLACES = 4;
    private static final int PLACES = 2;
    private static final BigDecimal HOUR = BigDecimal.valueOf(Duration.ofHours(1).toSeconds());

    private AnalyticsBodies() {}

    static ObjectNode of(Counts counts) {
        var answer = JsonNodeFactory.instance.objectNode()
                .put("active_workflows", counts.active())
                .put("active", counts.active())
                .put("completed_workflows", counts.completed())
                .put("completed", counts.completed())
                .put("recent_24h", counts.recent());
        var byType = answer.putObject("by_type");
        counts.byPattern().forEach((pattern, count) -> byType.put(pattern.wire(), count));
        var byStatus = answer.putObject("by_status");
        counts.byStatus().forEach((status, count) -> byStatus.put(status.wire(), count));
        var newest = answer.putArray("recent_task_ids");
        counts.newest().forEach(id -> newest.add(id.value()));
        return answer;
    }

    static ObjectNode of(Costs costs) {
        var answer = spending(costs.kept());
        answer.put("priced_workflow_count", costs.priced());
        costs.dearest().ifPresent(dearest -> {
            var most = answer.putObject("most_expensive").put("task_id", dearest.id().value());
            number(most, "cost", dearest.cost(), MONEY_PLACES);
            number(most, "execution_time", seconds(dearest.time()), PLACES);
        });
        number(answer, "total_execution_hours", seconds(costs.time()).divide(HOUR, PLACES, RoundingMode.HALF_UP), PLACES);
        shares(answer.putObject("by_provider"), costs.byProvider());
        shares(answer.putObject("by_model"), costs.byModel());
        shares(answer.putObject("by_pattern"), costs.byPattern());
        answer.set("last_24h", spending(costs.lastDay()));
        answer.set("all_time", spending(costs.ever()));
        return answer;
    }

    static ObjectNode of(Performance performance) {
        var answer = JsonNodeFactory.instance.objectNode();
        number(answer, "avg_execution_time", seconds(performance.average()), PLACES);
        number(answer, "min_execution_time", seconds(performance.shortest()), PLACES);
        number(answer, "max_execution_time", seconds(performance.longest()), PLACES);
        number(answer, "success_rate", performance.successRate(), PLACES);
        return answer.put("workflow_count", performance.workflows());
    }

    private static ObjectNode spending(Spending spending) {
        var answer = JsonNodeFactory.instance.objectNode();
        number(answer, "total_cost_usd", spending.cost(), MONEY_PLACES);
        number(answer, "average_cost_usd", spending.average(), MONEY_PLACES);
        return answer.put("workflow_count", spending.workflows()).put("total_tokens", spending.tokens());
    }

    private static void shares(ObjectNode answer, Map<String, Share> shares) {
        shares.forEach((name, share) -> {
            var one = answer.putObject(name);
            number(one, "cost", share.cost(), MONEY_PLACES);
            one.put("tokens", share.tokens());
        });
    }

    /** Exact to the last place, and never with an exponent: a node that is {@code put} would drop zeros and write 1E+1. */
    private static void number(ObjectNode answer, String field, BigDecimal value, int places) {
        var rounded = value.setScale(places, RoundingMode.HALF_UP);
        answer.set(field, DecimalNode.valueOf(rounded.signum() == 0 ? BigDecimal.valueOf(0, 1) : rounded));
    }

    private static BigDecimal seconds(Duration time) {
        return BigDecimal.valueOf(time.toSeconds()).add(BigDecimal.valueOf(time.getNano(), 9));
    }
}
