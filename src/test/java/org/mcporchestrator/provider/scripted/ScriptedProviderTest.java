package org.mcporchestrator.provider.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcporchestrator.workflow.fault.Fault.Code.KEY_REFUSED;
import static org.mcporchestrator.workflow.fault.Fault.Code.PROVIDER_UNAVAILABLE;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.agent.ModelCall;
import org.mcporchestrator.agent.Prompt;
import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.Reply;
import org.mcporchestrator.provider.ProviderContract;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.step.Usage;

class ScriptedProviderTest extends ProviderContract {

    private static final Manner PLAIN = new Manner(Duration.ZERO, Duration.ZERO, OptionalLong.empty(), OptionalLong.empty(),
            BigDecimal.ZERO, 800, 0, Optional.empty(), PROVIDER_UNAVAILABLE);

    private record Manner(Duration latency, Duration latencyJitter, OptionalLong promptTokens, OptionalLong completionTokens,
            BigDecimal cost, int answerCharacters, double failureRate, Optional<Pattern> failWhen,
            Fault.Code failureCode) implements ScriptedConfig {

        Manner failing(double rate) {
            return new Manner(latency, latencyJitter, promptTokens, completionTokens, cost, answerCharacters, rate, failWhen,
                    failureCode);
        }

        Manner failing(String when, Fault.Code code) {
            return new Manner(latency, latencyJitter, promptTokens, completionTokens, cost, answerCharacters, failureRate,
                    Optional.of(Pattern.compile(when)), code);
        }

        Manner waiting(Duration wait, Duration jitter) {
            return new Manner(wait, jitter, promptTokens, completionTokens, cost, answerCharacters, failureRate, failWhen,
                    failureCode);
        }

        Manner counting(long prompt, long completion, String dollars) {
            return new Manner(latency, latencyJitter, OptionalLong.of(prompt), OptionalLong.of(completion),
                    new BigDecimal(dollars), answerCharacters, failureRate, failWhen, failureCode);
        }

        Manner writing(int characters) {
            return new Manner(latency, latencyJitter, promptTokens, completionTokens, cost, characters, failureRate, failWhen,
                    failureCode);
        }
    }

    @Override
    protected Provider answering() {
        return new ScriptedProvider(PLAIN);
    }

    @Override
    protected Provider failing() {
        return new ScriptedProvider(PLAIN.failing(1));
    }

    @Override
    protected Provider slow() {
        return new ScriptedProvider(PLAIN.waiting(Duration.ofMinutes(10), Duration.ZERO));
    }

    private static Reply ask(Manner manner, String system, String user) {
        return ask(new ScriptedProvider(manner), system, user);
    }

    private static Reply ask(Provider provider, String system, String user) {
        return provider.complete(new ModelCall(new Prompt(system, user), "scripted", 0.5, 100, SOON)).await().atMost(SOON);
    }

    @Test
    void itsAnswersAreMarkedAsSimulated() {
        assertThat(answering().simulated()).isTrue();
        assertThat(ask(PLAIN, "", "Subtask: x").model()).isEqualTo("scripted");
        assertThat(ask(PLAIN, "You answer.", "Subtask: find the causes").content())
                .startsWith("[simulated] ").contains("find the causes").hasSizeBetween(700, 900);
    }

    @Test
    void itsAnswersHaveTheLengthThatIsSet() {
        assertThat(ask(PLAIN.writing(5000), "", "Subtask: x").content()).hasSizeBetween(4900, 5100);
        assertThat(ask(PLAIN.writing(0), "", "Subtask: x").content()).startsWith("[simulated]").contains("## x");
    }

    @Test
    void aPlanIsAListOfTheWantedLength() {
        var content = ask(PLAIN, "Split it into exactly 12 subtasks.", "Task: why is the sky blue?\nmore").content();

        assertThat(content.lines().findFirst()).hasValueSatisfying(line -> assertThat(line).startsWith("[simulated] "));
        var items = content.lines().filter(line -> line.matches("\\d+\\. .+")).toList();
        assertThat(items).hasSize(12).doesNotHaveDuplicates().allMatch(item -> item.contains("why is the sky blue?"));
        assertThat(items.getFirst()).isEqualTo("1. Set out the background of: why is the sky blue?");
        assertThat(items.getLast()).startsWith("12. ").endsWith("(part 2)");
        assertThat(items.stream().map(item -> item.substring(item.indexOf(' '))).distinct()).hasSize(12);
    }

    @Test
    void aSearchPlanUsesTheTypesOnly() {
        var content = ask(PLAIN, "Types to choose from: news, academic\n\nSplit into exactly 3 subtasks.", "Query: sky")
                .content();

        assertThat(content.lines().filter(line -> line.matches("\\d+\\..*")))
                .extracting(line -> line.substring(0, line.indexOf(']') + 1))
                .isEqualTo(List.of("1. [news]", "2. [academic]", "3. [news]"));
    }

    @Test
    void tokensAreEstimatedUnlessTheyAreSet() {
        assertThat(ask(PLAIN, "1234", "56789").usage().prompt()).isEqualTo(3);

        var reply = ask(PLAIN.counting(11, 7, "0.02"), "1234", "56789");

        assertThat(reply.usage()).isEqualTo(new Usage(11, 7));
        assertThat(reply.cost()).hasValue(new BigDecimal("0.02"));
    }

    @Test
    void callsThatTheRuleFindsAlwaysFail() {
        var provider = new ScriptedProvider(PLAIN.failing("causes|limits", KEY_REFUSED));

        for (var turn = 0; turn < 3; turn++) {
            var failure = failureOf(provider.complete(
                    new ModelCall(new Prompt("", "Subtask: find the causes"), "scripted", 0.5, 100, SOON)));
            assertThat(failure.fault().code()).isEqualTo(KEY_REFUSED);
        }
        assertThat(ask(provider, "causes", "Subtask: other").content()).contains("other");
    }

    @Test
    void someCallsFailTheSameOnesEveryTimeAndARetryMaySucceed() {
        var first = failures(new Luck(0.5));
        var second = failures(new Luck(0.5));

        assertThat(first).isEqualTo(second);
        assertThat(first.stream().filter(failed -> failed)).hasSizeBetween(60, 140);
        var luck = new Luck(0.5);
        var prompt = new Prompt("", "once");
        var turns = IntStream.range(0, 20).mapToObj(_ -> luck.fails(prompt)).toList();
        assertThat(turns).contains(true, false);
    }

    private static List<Boolean> failures(Luck luck) {
        return IntStream.range(0, 200).mapToObj(index -> luck.fails(new Prompt("system", "prompt " + index))).toList();
    }

    @Test
    void withoutLatencyItAnswersAtOnce() {
        var answered = new boolean[1];

        answering().complete(call(SOON)).subscribe().with(_ -> answered[0] = true);

        assertThat(answered[0]).isTrue();
    }

    @Test
    void latencyIsWaitedFor() {
        var provider = new ScriptedProvider(PLAIN.waiting(Duration.ofMillis(60), Duration.ofMillis(1)));
        var began = System.nanoTime();

        var reply = provider.complete(call(SOON)).await().atMost(SOON);

        assertThat(reply.content()).isNotBlank();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofMillis(60), SOON);
    }
}
