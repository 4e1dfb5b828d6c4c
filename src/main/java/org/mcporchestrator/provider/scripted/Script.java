package org.mcporchestrator.provider.scripted;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.mcporchestrator.agent.Prompt;

/** What is answered: a list where one is asked for, else prose. Everything begins with {@link #MARK}. */
record Script(int characters) {

    static final String MARK = "[simulated]";

    private static final Pattern PARTS = Pattern.compile("exactly (\\d{1,3}) subtasks");
    private static final Pattern TYPES = Pattern.compile("(?m)^Types to choose from: (.+)$");
    /** The label of a prompt's subject, as in {@code Task: why the sky is blue}. */
    private static final Pattern LABEL = Pattern.compile("^(Task|Query|Subtask):\\s*");
    private static final int LONGEST_SUBJECT = 120;

    private static final List<String> PARTS_OF_WORK = List.of(
            "Set out the background of: %s",
            "Collect the main figures and dates on: %s",
            "Describe who is concerned and what they want in: %s",
            "Compare the leading approaches to: %s",
            "Name the risks and weak points of: %s",
            "Look at the costs and benefits of: %s",
            "Follow recent developments of: %s",
            "Find the open questions about: %s",
            "Draw lessons from comparable cases for: %s",
            "Work out what may come next for: %s");
    private static final List<String> SENTENCES = List.of(
            "This text stands in for the findings that a model would report.",
            "No source was consulted and nothing in it is a fact.",
            "Its length and its form are those of an ordinary answer.",
            "It is the same whenever the same prompt is sent.");

    String answer(Prompt prompt) {
        var parts = parts(prompt);
        return parts.isPresent() ? list(prompt, parts.getAsInt()) : prose(prompt);
    }

    private static OptionalInt parts(Prompt prompt) {
        return Stream.of(prompt.system(), prompt.user())
                .filter(text -> text.contains("exactly "))
                .flatMap(text -> PARTS.matcher(text).results())
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .findFirst();
    }

    private static String list(Prompt prompt, int parts) {
        var subject = subject(prompt);
        var types = types(prompt);
        return IntStream.range(0, parts)
                .mapToObj(index -> (index + 1) + ". " + type(types, index) + item(subject, index))
                .collect(Collectors.joining("\n", MARK + " No model was called; this list stands in for a plan.\n\n", ""));
    }

    private static String item(String subject, int index) {
        var round = index / PARTS_OF_WORK.size();
        var item = PARTS_OF_WORK.get(index % PARTS_OF_WORK.size()).formatted(subject);
        return round == 0 ? item : item + " (part " + (round + 1) + ")";
    }

    private static String type(List<String> types, int index) {
        return types.isEmpty() ? "" : "[" + types.get(index % types.size()) + "] ";
    }

    private static List<String> types(Prompt prompt) {
        return TYPES.matcher(prompt.system()).results().findFirst()
                .map(match -> List.of(match.group(1).strip().split("\\s*,\\s*")))
                .orElse(List.of());
    }

    /** Sentences until the length is reached, so the mark and the subject are whole even if less is asked for. */
    private String prose(Prompt prompt) {
        var text = new StringBuilder(characters + LONGEST_SUBJECT)
                .append(MARK + " No model was called.\n\n## " + subject(prompt) + "\n\n");
        for (var index = 0; text.length() < characters; index++) {
            text.append(SENTENCES.get(index % SENTENCES.size())).append(index % SENTENCES.size() == 3 ? "\n\n" : " ");
        }
        return text.toString().strip();
    }

    /** The first line of the user prompt without its label. */
    private static String subject(Prompt prompt) {
        var line = prompt.user().strip().lines().findFirst().orElse("");
        var subject = LABEL.matcher(line).replaceFirst("").strip();
        return subject.length() <= LONGEST_SUBJECT ? subject : subject.substring(0, LONGEST_SUBJECT).strip() + "…";
    }
}
