package org.mcporchestrator.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubTaskListTest {

    /** Generous, for slow machines; backtracking that grows with the square of the length takes many seconds. */
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int LONG = 100_000;

    @ParameterizedTest
    @ValueSource(strings = {
            "1. Alpha\n2. Beta",
            "1) Alpha\n2) Beta",
            "1: Alpha\n2: Beta",
            "1 - Alpha\n2 - Beta",
            "1 – Alpha\n2 – Beta",
            "1- Alpha\n2- Beta",
            "1.) Alpha\n2.) Beta",
            "(1) Alpha\n(2) Beta",
            "[1] Alpha\n[2] Beta",
            "1.Alpha\n2.Beta",
            "1)Alpha\n2)Beta",
            "1 Alpha\n2 Beta",
            "1.\u00A0Alpha\n2.\u00A0Beta",
            "\uFEFF1. Alpha\n2. Beta",
            "1️⃣ Alpha\n2️⃣ Beta",
            "１． Alpha\n２． Beta",
            "1、Alpha\n2、Beta",
            "**1.** Alpha\n**2.** Beta",
            "**1**. Alpha\n**2**. Beta",
            "**1. Alpha**\n**2. Beta**",
            "**1) Alpha**\n**2) Beta**",
            "__1.__ Alpha\n__2.__ Beta",
            "__1. Alpha__\n__2. Beta__",
            "1. **Alpha**\n2. **Beta**",
            "### 1. Alpha\n### 2. Beta",
            "## **1. Alpha**\n## **2. Beta**",
            "## Subtask 1: Alpha\n## Subtask 2: Beta",
            "**Subtask 1:** Alpha\n**Subtask 2:** Beta",
            "Subtask #1: Alpha\nSubtask #2: Beta",
            "Sub-task 1 - Alpha\nSub-task 2 - Beta",
            "STEP 1: Alpha\nSTEP 2: Beta",
            "Task 1. Alpha\nTask 2. Beta",
            "**Subtask 1**\nAlpha\n\n**Subtask 2**\nBeta",
            "### Subtask 1\n\nAlpha\n\n### Subtask 2\n\nBeta",
            "1.\nAlpha\n2.\nBeta",
            "- Alpha\n- Beta",
            "* Alpha\n* Beta",
            "+ Alpha\n+ Beta",
            "• Alpha\n• Beta",
            "•Alpha\n•Beta",
            "- [ ] Alpha\n- [x] Beta",
            "- **Alpha**\n- **Beta**",
            "  1. Alpha\n  2. Beta",
            "\t- Alpha\n\t- Beta",
            "1. Alpha\r\n2. Beta\r\n",
            "1. Alpha\n\n\n2. Beta\n\n",
            "1.   Alpha   \n2.   Beta   ",
            "Here are 2 subtasks:\n\n1. Alpha\n2. Beta",
            "2 subtasks:\n\n1. Alpha\n2. Beta",
            "## 2 Subtasks\n\n1. Alpha\n2. Beta",
            "## 1. Overview\n\n1. Alpha\n2. Beta",
            "1. Alpha\n2. Beta\n\nLet me know if you need more!",
            "### 1. Alpha\n### 2. Beta\n\nLet me know if you need more!",
            "### 1. Alpha\n### 2. Beta\n\n---\n\nThese cover the whole task.",
            "1. Alpha\n2. Beta\n\n3 researchers could share this.",
            "1. Alpha\n2. Beta\n\n**Note:** both need sources.",
            "1. Alpha\n2. Beta\n\n## Summary\nBoth need sources.",
            "1. Alpha\n   - deeper\n   - deepest\n2. Beta\n   * deeper",
            "1. Alpha\n- deeper\n2. Beta\n- deeper",
            "1. Alpha\n   1. deeper\n   2. deepest\n2. Beta\n   1. deeper",
            "1. Alpha\n\t1. deeper\n\t2. deepest\n2. Beta",
            "1. Alpha\n   - deeper\n     and on\n2. Beta",
            "- Alpha\n  - deeper\n- Beta\n  - deeper",
            "- Alpha\n\t- deeper\n- Beta",
            "- Alpha\n  1. deeper\n  2. deepest\n- Beta\n  1. deeper",
            "### 1. Alpha\n1. deeper\n2. deepest\n\n### 2. Beta\n1. deeper",
            "### 1. Alpha\n- deeper\n\n### 2. Beta\n- deeper",
            "[\"Alpha\", \"Beta\"]",
            "  [\n  \"Alpha\",\n  \"Beta\"\n]\n",
            "{\"subtasks\": [\"Alpha\", \"Beta\"]}",
            "{\"task\": \"all\", \"count\": 2, \"subtasks\": [\"Alpha\", \"Beta\"], \"notes\": \"none\"}",
            "{\"thoughts\": [\"first\", \"second\"], \"subtasks\": [\"Alpha\", \"Beta\"]}",
            "{\"result\": {\"sub_tasks\": [\"Alpha\", \"Beta\"]}}",
            "[{\"id\": 1, \"description\": \"Alpha\"}, {\"id\": 2, \"description\": \"Beta\"}]",
            "[{\"id\": \"1\", \"task\": \"Alpha\", \"needs\": [\"x\"]}, {\"id\": \"2\", \"task\": \"Beta\", \"by\": {\"name\": \"x\"}}]",
            "{\"subtasks\": [{\"subtask\": \"Alpha\"}, {\"subtask\": \"Beta\"}]}",
            "{\"subtasks\": [{\"Title\": \"Alpha\"}, {\"Title\": \"Beta\"}]}",
            "```json\n[\"Alpha\", \"Beta\"]\n```",
            "```\n[\"Alpha\", \"Beta\"]\n```",
            "Here you are:\n\n```json\n{\"subtasks\": [\"Alpha\", \"Beta\"]}\n```\n\n1. hope it helps.",
            "Here you are:\n[\"Alpha\", \"Beta\"]\nGood luck!",
            "[\"Alpha\", \"Beta\"]\n\nGood luck!",
            "[\"Alpha\", \"Beta\",]",
            "['Alpha', 'Beta']",
            "[\"Alpha\", \"Beta\", \"Gam",
            "```json\n{\"subtasks\": [{\"title\": \"Alpha\"}, {\"title\": \"Beta\"}, {\"title\": \"Ga",
            "[\"Alpha\", \"**Beta**\", \"\", null, 3]" })
    void everyFormOfAListIsRead(String reply) {
        assertThat(SubTaskList.parse(reply)).containsExactly("Alpha", "Beta");
    }

    static Stream<Arguments> textsOfItems() {
        return Stream.of(
                arguments("1. **Alpha:** what it was\n2. **Beta**: what it is", "Alpha: what it was|Beta: what it is"),
                arguments("**1. Alpha:** what it was\n**2. Beta**: what it is", "Alpha: what it was|Beta: what it is"),
                arguments("**1.** **Alpha** – what it was", "Alpha – what it was"),
                arguments("### 1. Alpha\nWhat it was.\n\n### 2. Beta\n\nWhat it is.", "Alpha: What it was.|Beta: What it is."),
                arguments("### 1. Alpha\nOne.\n\nMore.\n\n### 2. Beta\nTwo.\n\nLet me know!", "Alpha: One.|Beta: Two."),
                arguments("**1. Alpha**\nWhat it was.\n\n**2. Beta**\nWhat it is.", "Alpha: What it was.|Beta: What it is."),
                arguments("1. **Alpha**\n   What it was.\n2. **Beta**\n   What it is.",
                        "Alpha: What it was.|Beta: What it is."),
                arguments("1. **Alpha?**\nWhat it was.", "Alpha? What it was."),
                arguments("1. Alpha of\n   old times\n2. Beta", "Alpha of old times|Beta"),
                arguments("1. Alpha of\nold times\n2. Beta", "Alpha of old times|Beta"),
                arguments("1. Alpha of the\n   3 kings\n2. Beta", "Alpha of the 3 kings|Beta"),
                arguments("1. Alpha\n\n   in old times\n\n2. Beta", "Alpha in old times|Beta"),
                arguments("- Alpha of\n  old times\n- Beta", "Alpha of old times|Beta"),
                arguments("1. Alpha\n   - deeper\n     and on\n   in old times\n2. Beta", "Alpha in old times|Beta"),
                arguments("1. Is 2 ** 10 more than 2**9 and 3**4?\n2. Explain __init__ and **kwargs",
                        "Is 2 ** 10 more than 2**9 and 3**4?|Explain __init__ and **kwargs"),
                arguments("1. 研究历史\n2. 分析 **数据**", "研究历史|分析 数据"),
                arguments("1. اجمع البيانات\n2. حلّل النتائج", "اجمع البيانات|حلّل النتائج"),
                arguments("\u200F١. اجمع البيانات\n\u200F٢. حلّل النتائج", "اجمع البيانات|حلّل النتائج"),
                arguments("1. 🚀 Launch\n2. 👩‍🔬 Measure", "🚀 Launch|👩‍🔬 Measure"),
                arguments("1. Alpha\u2028one\u0085two\n2. Beta", "Alpha\u2028one\u0085two|Beta"),
                arguments("1. [news] Alpha\n2. [academic] Beta", "[news] Alpha|[academic] Beta"),
                arguments("[news] Alpha\n[academic] Beta", "[news] Alpha|[academic] Beta"),
                arguments("1. 2024 was hot: why?\n2. 3.5 million people: where?",
                        "2024 was hot: why?|3.5 million people: where?"),
                arguments("[{\"title\": \"Alpha\", \"description\": \"What it was.\"}]", "Alpha: What it was."),
                arguments("[{\"description\": \"What it was.\", \"title\": \"Alpha\"}]", "Alpha: What it was."),
                arguments("[{\"task\": \"Do it\", \"description\": \"Do it well\"}]", "Do it well"));
    }

    @ParameterizedTest
    @MethodSource("textsOfItems")
    void anItemHasItsWholeTextWithoutMarks(String reply, String items) {
        assertThat(SubTaskList.parse(reply)).containsExactly(items.split("\\|"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "2024 was the hottest year. It was hotter than 2023.",
            "3.5 million people live there.",
            "1 in 3 people lives in a town.",
            "1st place went to Alpha.",
            "10:30 is when it begins.",
            "3-year studies are rare.",
            "3 researchers found it.\n4 others did not.",
            "Find out\nwhat 3 researchers found\nand why.",
            "Just do it.",
            "{\"answer\": \"none\"}",
            "[broken",
            "[]" })
    void aReplyWithoutListIsOneItem(String reply) {
        assertThat(SubTaskList.parse(reply)).containsExactly(reply);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "\n\n\t\r\n", "\u2003" })
    void aBlankReplyHasNoItems(String reply) {
        assertThat(SubTaskList.parse(reply)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = { 9, 12, 99, 120 })
    void numbersMayBeAlignedToTheLeftOrToTheRight(int size) {
        var toTheLeft = numbered(size, "%d. item %d");
        var toTheRight = numbered(size, "%3d. item %d");

        assertThat(SubTaskList.parse(toTheLeft)).hasSize(size);
        assertThat(SubTaskList.parse(toTheRight)).hasSize(size).isEqualTo(SubTaskList.parse(toTheLeft));
    }

    @Test
    void anItemIsCutAtItsLimitButNeverWithinACharacter() {
        var items = SubTaskList.parse("1. " + "x".repeat(1_999) + "🚀\n2. " + "y".repeat(5_000));

        assertThat(items).containsExactly("x".repeat(1_999), "y".repeat(2_000));
    }

    static Stream<String> longLines() {
        return Stream
                .of(" ", "\t", "1", "#", "*", "**", "_", "__A ", "-", "- ", "* ", "1. ", "(", "[", "{", "[\"", "`", "a", "a ",
                        "**a", "```", "[x] ", "1 ", "\u200F", "🚀")
                .flatMap(part -> Stream
                        .of("", "1.", "1", "1. ", "**1", "# ", "- ", "```", "```json", "subtask ", "[", "[\"", "{\"a\":[")
                        .flatMap(begin -> Stream.of(begin + part.repeat(LONG / part.length()),
                                begin + part.repeat(LONG / part.length()) + "\nx")));
    }

    @ParameterizedTest
    @MethodSource("longLines")
    void aVeryLongLineTakesNoTimeAndNoStack(String reply) {
        assertTimeout(SOON, () -> assertThat(SubTaskList.parse(reply)).hasSizeLessThan(LONG));
    }

    @Test
    void tenThousandLinesTakeNoTime() {
        var marked = IntStream.range(0, 10_000).mapToObj(number -> "%d. item".formatted(number % 1_000))
                .collect(Collectors.joining("\n"));
        var nested = "1. item\n" + "   - deeper\n".repeat(10_000);
        var prose = "1. item\n" + "and more\n".repeat(10_000);

        assertTimeout(SOON, () -> {
            assertThat(SubTaskList.parse(marked)).hasSize(10_000);
            assertThat(SubTaskList.parse(nested)).containsExactly("item");
            assertThat(SubTaskList.parse(prose)).singleElement().asString().hasSize(2_000);
            assertThat(SubTaskList.parse("[".repeat(10_000))).hasSize(1);
        });
    }

    private static String numbered(int size, String format) {
        var lines = IntStream.rangeClosed(1, size).mapToObj(number -> format.formatted(number, number)).toList();
        return String.join("\n", List.copyOf(lines));
    }
}
