package org.mcporchestrator.document;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.budget.Amount;
import org.mcporchestrator.workflow.budget.Budget;
import org.mcporchestrator.workflow.budget.Spending;
import org.mcporchestrator.workflow.result.OrchestratorResult;

/** What a report tells of a budget: its limits, and what has become of it. */
record Account(Budget budget, Spending spending) {

    private static final String NONE = "–";

    /** Empty if the workflow had no budget, or its result does not tell. */
    static Optional<Account> of(Submission submission, OrchestratorResult result) {
        var budget = Budget.of(submission.config().common());
        return Optional.of(budget).filter(Budget::limited)
                .flatMap(limits -> Optional.ofNullable(result.metadata().get("budget"))
                        .map(known -> new Account(limits, spending(known))));
    }

    /** As a result has it that was just made, or one that was stored. */
    private static Spending spending(Object known) {
        return known instanceof Spending spending ? spending
                : new Spending(amount(known, "spent"), amount(known, "lost"), amount(known, "reserved"));
    }

    private static Amount amount(Object spending, String name) {
        return spending instanceof Map<?, ?> parts && parts.get(name) instanceof Map<?, ?> amount
                ? new Amount(new BigDecimal(String.valueOf(amount.get("cost"))),
                        amount.get("tokens") instanceof Number tokens ? tokens.longValue() : 0)
                : Amount.NONE;
    }

    String table() {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("limit", budget.cost().map(Figures::usd).orElse("none"),
                budget.tokens().map(String::valueOf).orElse("none")));
        rows.add(row("spent", spending.spent()));
        if (!spending.lost().equals(Amount.NONE)) {
            rows.add(row("lost: likely cost of calls whose true one is not known", spending.lost()));
        }
        if (!spending.reserved().equals(Amount.NONE)) {
            rows.add(row("reserved for calls that were called off", spending.reserved()));
        }
        var used = spending.committed();
        rows.add(List.of("left", budget.cost().map(limit -> Figures.usd(limit.subtract(used.cost()))).orElse(NONE),
                budget.tokens().map(limit -> String.valueOf(limit - used.tokens())).orElse(NONE)));
        return Markdown.table(List.of("", "cost", "tokens"), rows);
    }

    private static List<String> row(String what, Amount amount) {
        return List.of(what, Figures.usd(amount.cost()), String.valueOf(amount.tokens()));
    }
}
