package org.mcporchestrator.tool;

import java.util.Optional;

import jakarta.inject.Singleton;

import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.workflow.budget.Budget;
import org.mcporchestrator.workflow.budget.Spending;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a workflow may use and what of it is used, in the one form that all answers have. */
@Singleton
public class Allowance {

    private final ObjectMapper mapper;

    Allowance(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** Of a workflow with a budget; nothing is spent of it before it began. */
    public Optional<ObjectNode> of(Standing standing) {
        var budget = Budget.of(standing.submission().config().common());
        if (!budget.limited()) {
            return Optional.empty();
        }
        ObjectNode answer = mapper.valueToTree(standing.head().progress().spending().orElse(Spending.NONE));
        answer.set("max_total_cost", mapper.valueToTree(budget.cost()));
        answer.set("max_total_tokens", mapper.valueToTree(budget.tokens()));
        return Optional.of(answer);
    }
}
