package org.mcporchestrator.engine.drive;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.mcporchestrator.workflow.step.Assignment;
import org.mcporchestrator.workflow.step.Step;

/**
 * What a step is asked, as a digest that is the same in every process. Two drivers of one workflow can ask a step of the same
 * id different things, if each had the task split by itself: then an answer to the one is none to the other.
 */
final class Premise {

    private Premise() {}

    static String of(Step step) {
        var words = new ArrayList<>(List.of(step.id().value(), step.options().provider(), step.options().model()));
        switch (step.assignment()) {
            case Assignment.Decompose split ->
                words.addAll(List.of("decompose", Integer.toString(split.parts()), split.task()));
            case Assignment.Work work -> words.addAll(List.of("work", work.depth(), work.task(), work.subtask().description()));
            case Assignment.Synthesise synthesis -> {
                words.addAll(List.of("synthesise", synthesis.type().wire(), synthesis.task()));
                synthesis.sources()
                        .forEach(source -> words.addAll(List.of(source.agentId(), source.heading(), source.content())));
            }
        }
        return digest(words);
    }

    /** Each word with its length, so that no two lists of words make the same text. */
    private static String digest(List<String> words) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            words.forEach(word -> digest.update((word.length() + ":" + word).getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
