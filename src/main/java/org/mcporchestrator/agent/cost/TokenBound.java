package org.mcporchestrator.agent.cost;

import java.lang.Character.UnicodeScript;
import java.util.Set;

import org.mcporchestrator.agent.Prompt;

/**
 * How many tokens a prompt may be at most, whoever counts them. Tokenizers are not ours to have, and differ: for reservations
 * it has to be enough. Each token of a byte-level tokenizer is at least one byte, so bytes are a bound; below it go only
 * characters of which tokenizers are known to take several at once, by less than they do. {@code TokenBoundTest} holds it
 * against OpenAI's tokenizers; that of Claude Opus 4.7 takes up to 1.35 times the tokens of its predecessor (as told by
 * nxcode.io/resources/news/claude-opus-4-7-developer-guide-api-claude-code-migration-2026), for which English has room.
 */
final class TokenBound {

    /** What vendors put around the messages of a prompt: roles, and marks of begin and end. */
    private static final long FRAME = 16;
    private static final Set<UnicodeScript> WELL_KNOWN = Set.of(UnicodeScript.LATIN, UnicodeScript.GREEK,
            UnicodeScript.CYRILLIC, UnicodeScript.HEBREW, UnicodeScript.ARABIC, UnicodeScript.DEVANAGARI, UnicodeScript.THAI,
            UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.HANGUL, UnicodeScript.COMMON,
            UnicodeScript.INHERITED);

    private TokenBound() {}

    static long of(Prompt prompt) {
        return FRAME + of(prompt.system()) + of(prompt.user());
    }

    static long of(String text) {
        var sixths = 0L;
        for (var at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            sixths += sixths(text.codePointAt(at));
        }
        return Math.ceilDiv(sixths, 6);
    }

    /**
     * Sixths of a token: three for a small letter, of which words have two or more to a token, all for a digit or a sign.
     */
    private static long sixths(int character) {
        if (character < 0x80) {
            return character >= 'a' && character <= 'z' || character == ' ' || character == '\n' ? 3 : 6;
        }
        if (character < 0x1_0000) {
            return (character < 0x800 ? 2 : 3) * (WELL_KNOWN.contains(UnicodeScript.of(character)) ? 4L : 6L);
        }
        return 4 * 6;
    }
}
