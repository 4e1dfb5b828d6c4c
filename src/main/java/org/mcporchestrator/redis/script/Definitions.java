package org.mcporchestrator.redis.script;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Lua scripts share: local functions and constants, each of which begins a line and uses those before it alone. A script
 * carries what it uses and no more, since Redis defines all of it anew at each run: some 15 µs, if it was everything.
 */
public record Definitions(List<Definition> all) {

    private static final Pattern BEGIN = Pattern.compile("^(?=local )", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("^local (?:function )?(\\w+)");
    private static final Pattern COMMENTS = Pattern.compile("^ *--.*\\R", Pattern.MULTILINE);
    private static final Pattern TEXTS = Pattern.compile("'(?:[^'\\\\]|\\\\.)*'");
    private static final Pattern WORD = Pattern.compile("(?<![.\\w])[a-zA-Z_]\\w*");

    /** One of them, with the words in it. */
    public record Definition(String name, String lua, Set<String> words) {

        private static Definition of(String lua) {
            var name = NAME.matcher(lua);
            if (!name.find()) {
                throw new IllegalStateException("no definition: " + lua);
            }
            return new Definition(name.group(1), lua, wordsIn(lua));
        }
    }

    public static Definitions in(String lua) {
        return new Definitions(BEGIN.splitAsStream(COMMENTS.matcher(lua).replaceAll(""))
                .filter(part -> !part.isBlank()).map(Definition::of).toList());
    }

    /** A script with those in front that it uses. */
    public String with(String script) {
        return Stream.concat(usedBy(script).stream().map(Definition::lua), Stream.of(script)).collect(Collectors.joining());
    }

    /** Those that a script names, and those that they name, in their order. */
    public List<Definition> usedBy(String script) {
        var words = wordsIn(COMMENTS.matcher(script).replaceAll(""));
        var used = new ArrayDeque<Definition>();
        for (var definition : all.reversed()) {
            if (words.contains(definition.name())) {
                words.addAll(definition.words());
                used.addFirst(definition);
            }
        }
        return List.copyOf(used);
    }

    /** The words of a text in Lua, keywords among them; what is in quotes or behind a dot is none. */
    public static Set<String> wordsIn(String lua) {
        return WORD.matcher(TEXTS.matcher(lua).replaceAll("''")).results().map(MatchResult::group).collect(Collectors.toSet());
    }
}
