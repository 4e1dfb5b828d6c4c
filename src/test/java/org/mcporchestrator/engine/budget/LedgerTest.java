package org.mcporchestrator.engine.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.TestMapper;
import org.mcporchestrator.journal.Head;
import org.mcporchestrator.journal.History;
import org.mcporchestrator.journal.Progress;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.workflow.Stage;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.budget.Amount;
import org.mcporchestrator.workflow.budget.Spending;
import org.mcporchestrator.workflow.config.BeltalowdaConfig;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.event.WorkflowEvent;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.step.AgentType;
import org.mcporchestrator.workflow.step.Assignment;
import org.mcporchestrator.workflow.step.CallOptions;
import org.mcporchestrator.workflow.step.Charge;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.Usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A call is expected to cost 10 USD and 100 tokens. */
class LedgerTest {

    private static final Amount CALL = amount("10", 100);
    private static final Step FIRST = step("a");
    private static final Step SECOND = step("b");

    @Test
    void whatIsReservedAndKeptIsNotThereForOthers() {
        var ledger = ledger("25", Spending.NONE);

        assertThat(ledger.reserve(FIRST, amount("16", 0))).isFalse();
        assertThat(ledger.reserve(FIRST, amount("15", 0))).isTrue();
        assertThat(ledger.reserve(SECOND, amount("5.01", 0))).isFalse();
        assertThat(ledger.reserve(SECOND, amount("5", 0))).isTrue();
        assertThat(spending(ledger).reserved()).isEqualTo(amount("20", 200));
    }

    @Test
    void trueCostTakesThePlaceOfTheLikelyOne() {
        var ledger = ledger("25", Spending.NONE);
        var _ = ledger.reserve(FIRST, Amount.NONE);

        ledger.settle(FIRST.id(), answer(Optional.of(new BigDecimal("3")), new Usage(20, 5)));

        assertThat(spending(ledger)).isEqualTo(new Spending(amount("3", 25), Amount.NONE, Amount.NONE));
    }

    @Test
    void answerWithoutAKnownPriceIsThoughtToHaveCostWhatWasLikely() {
        var ledger = ledger("25", Spending.NONE);
        var _ = ledger.reserve(FIRST, Amount.NONE);

        ledger.settle(FIRST.id(), answer(Optional.empty(), Usage.NONE));

        assertThat(spending(ledger).used()).isEqualTo(CALL);
    }

    @Test
    void failureCountsOnlyIfTheVendorMayChargeForIt() {
        var ledger = ledger("100", Spending.NONE);
        var _ = ledger.reserve(FIRST, Amount.NONE);
        var _ = ledger.reserve(SECOND, Amount.NONE);

        ledger.settle(FIRST.id(), fault(Fault.Code.PROVIDER_OVERLOADED, 3));
        assertThat(spending(ledger).used()).isEqualTo(Amount.NONE);
        ledger.settle(SECOND.id(), fault(Fault.Code.AGENT_TIMED_OUT, 1));
        assertThat(spending(ledger).used()).isEqualTo(CALL);
    }

    @Test
    void answerThatWasTooLargeCountsWithItsOwnCost() {
        var ledger = ledger("100", Spending.NONE);
        var _ = ledger.reserve(FIRST, Amount.NONE);

        ledger.settle(FIRST.id(), new Outcome.Faulted(new Fault(Fault.Code.TOO_LARGE, "too large"), Duration.ZERO, 1,
                List.of(charge("7", 25, false))));

        assertThat(spending(ledger)).isEqualTo(new Spending(amount("7", 25), Amount.NONE, Amount.NONE));
    }

    @Test
    void whatTheVendorCountedOfAFailedCallTakesThePlaceOfTheLikely() {
        var ledger = ledger("100", Spending.NONE);
        var _ = ledger.reserve(FIRST, Amount.NONE);
        var _ = ledger.again(FIRST, new FaultException(Fault.Code.REPLY_EMPTY, "empty"));
        assertThat(spending(ledger).lost()).isEqualTo(CALL);

        ledger.settle(FIRST.id(), new Outcome.Faulted(new Fault(Fault.Code.REPLY_EMPTY, "empty"), Duration.ZERO, 2,
                List.of(charge("2", 20, false), charge("3", 30, false))));

        assertThat(spending(ledger)).isEqualTo(new Spending(amount("5", 50), Amount.NONE, Amount.NONE));
    }

    @Test
    void failedCallThatIsReckonedByEstimateKeepsItsLikelyCost() {
        var ledger = ledger("100", Spending.NONE);
        var _ = ledger.reserve(FIRST, Amount.NONE);
        var _ = ledger.again(FIRST, new FaultException(Fault.Code.REPLY_CUT, "cut"));

        ledger.settle(FIRST.id(), new Outcome.Answered("blue", "scripted", "parrot", new Usage(20, 5),
                Optional.of(new BigDecimal("3")), Duration.ZERO, 2, true, List.of(), List.of(charge("4", 40, true))));

        assertThat(spending(ledger)).isEqualTo(new Spending(amount("7", 65), amount("6", 60), Amount.NONE));
    }

    @Test
    void eachRepetitionOfACallThatMayHaveCostNeedsRoomOfItsOwn() {
        var ledger = ledger("25", Spending.NONE);
        var _ = ledger.reserve(FIRST, Amount.NONE);
        var cut = new FaultException(Fault.Code.REPLY_CUT, "cut");

        assertThat(ledger.again(FIRST, new FaultException(Fault.Code.PROVIDER_UNAVAILABLE, "away"))).isTrue();
        assertThat(spending(ledger).committed()).isEqualTo(CALL);
        assertThat(ledger.again(FIRST, cut)).isTrue();
        assertThat(spending(ledger)).isEqualTo(new Spending(Amount.NONE, CALL, CALL));
        assertThat(ledger.again(FIRST, cut)).isFalse();
        assertThat(spending(ledger).committed()).isEqualTo(amount("20", 200));
    }

    @Test
    void repetitionLeavesWhatIsKeptForOthers() {
        var ledger = ledger("25", Spending.NONE);
        var _ = ledger.reserve(FIRST, amount("10", 0));

        assertThat(ledger.again(FIRST, new FaultException(Fault.Code.REPLY_CUT, "cut"))).isFalse();
    }

    @Test
    void whatTheDriverBeforeHadReservedIsLost() {
        var ledger = ledger("25", new Spending(Amount.NONE, amount("1", 10), amount("10", 100)));

        assertThat(spending(ledger)).isEqualTo(new Spending(Amount.NONE, amount("11", 110), Amount.NONE));
    }

    @Test
    void whatAnOutcomeCostThatAReopeningForgotIsLost() {
        var ledger = ledger("25", new Spending(amount("4", 40), Amount.NONE, Amount.NONE));

        assertThat(spending(ledger)).isEqualTo(new Spending(Amount.NONE, amount("4", 40), Amount.NONE));
    }

    @Test
    void callThatNeverLeftCostsNothingAndOneThatDidIsLost() {
        var ledger = ledger("25", Spending.NONE);
        var _ = ledger.reserve(FIRST, Amount.NONE);
        var _ = ledger.reserve(SECOND, Amount.NONE);
        ledger.leaves(SECOND.id());

        ledger.loseAll();

        assertThat(spending(ledger)).isEqualTo(new Spending(Amount.NONE, CALL, Amount.NONE));
    }

    @Test
    void warningIsNotGivenAgainByTheNextDriver() {
        var nearly = new Spending(Amount.NONE, amount("20", 0), Amount.NONE);

        assertThat(ledger("25", nearly).warning()).isEmpty();
        assertThat(ledger("25", new Spending(Amount.NONE, amount("10", 0), amount("10", 0))).warning())
                .containsInstanceOf(WorkflowEvent.BudgetWarning.class);
    }

    @Test
    void withoutABudgetNothingIsAskedOrRecorded() {
        var ledger = new Ledger(history(Optional.empty(), Spending.NONE), _ -> {
            throw new AssertionError("nobody needs an estimate");
        });

        assertThat(ledger.reserve(FIRST, Amount.NONE)).isTrue();
        assertThat(ledger.again(FIRST, new FaultException(Fault.Code.REPLY_CUT, "cut"))).isTrue();
        assertThat(ledger.recordable()).isEmpty();
        assertThat(ledger.warning()).isEmpty();
    }

    private static Spending spending(Ledger ledger) {
        return ledger.recordable().orElseThrow();
    }

    private static Ledger ledger(String limit, Spending before) {
        return new Ledger(history(Optional.of(new BigDecimal(limit)), before), _ -> CALL);
    }

    private static History history(Optional<BigDecimal> limit, Spending before) {
        var progress = new Progress(Status.RUNNING, Stage.AGENTS, 2, 0, 0, BigDecimal.ZERO, Optional.of(Instant.EPOCH),
                Optional.of(before));
        var submission = new Submission(WorkflowId.random(PatternName.BELTALOWDA), "Why?", "Sky", config(limit), "scripted",
                List.of(), Map.of(), Optional.empty(), Instant.EPOCH);
        return new History(new Standing(submission, new Head(Optional.empty(), 1, 0, progress, false, Optional.empty(),
                Optional.empty())), new LinkedHashMap<>());
    }

    private static BeltalowdaConfig config(Optional<BigDecimal> limit) {
        try {
            var mapper = TestMapper.create();
            ObjectNode config = mapper.valueToTree(BeltalowdaConfig.defaults());
            limit.ifPresent(usd -> config.put("max_total_cost", usd));
            return mapper.treeToValue(config, BeltalowdaConfig.class);
        } catch (JsonProcessingException defect) {
            throw new AssertionError(defect);
        }
    }

    private static Step step(String id) {
        return new Step(new StepId(id),
                new Assignment.Synthesise(PatternName.BELTALOWDA, "Why?", AgentType.EXECUTIVE, List.of(),
                        false),
                new CallOptions("scripted", "parrot", 0.5, 50, Duration.ofSeconds(1), 3, List.of()));
    }

    private static Outcome answer(Optional<BigDecimal> cost, Usage usage) {
        return new Outcome.Answered("blue", "scripted", "parrot", usage, cost, Duration.ZERO, 1, true);
    }

    private static Outcome fault(Fault.Code code, int attempts) {
        return new Outcome.Faulted(new Fault(code, "as the test wants it"), Duration.ZERO, attempts);
    }

    private static Charge charge(String usd, long tokens, boolean estimated) {
        return new Charge("scripted", "parrot", new Usage(tokens, 0), Optional.of(new BigDecimal(usd)), estimated);
    }

    private static Amount amount(String usd, long tokens) {
        return new Amount(new BigDecimal(usd), tokens);
    }
}
