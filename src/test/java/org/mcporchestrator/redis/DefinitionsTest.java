package org.mcporchestrator.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcporchestrator.redis.script.Definitions;
import org.mcporchestrator.redis.script.Definitions.Definition;

/** Scripts carry what they use: Redis would not tell of a name that is missing before it comes to it. */
class DefinitionsTest {

    private static final Set<String> LUA = Set.of("and", "break", "do", "else", "elseif", "end", "false", "for", "function",
            "if", "in", "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while", "redis", "cjson",
            "string", "table", "math", "tonumber", "tostring", "type", "pairs", "ipairs", "unpack", "pcall", "ARGV");
    private static final Pattern COMMENT = Pattern.compile("^ *--.*\\R", Pattern.MULTILINE);
    private static final Pattern LOCALS = Pattern.compile("(?:local |for )(?!function)([\\w, ]+?)(?: =| in |\n|$)",
            Pattern.MULTILINE);
    private static final Pattern FUNCTION = Pattern.compile("function ?(\\w*)\\(([\\w, .]*)\\)");
    private static final Pattern FIELD = Pattern.compile("(?<=[{,]\\s{0,9})\\w+(?= = )");

    private static final Definitions SHARED = Scripts.shared(new RedisKeys("it's:", 3));

    static List<String> scripts() throws IOException {
        try (var files = Files.list(Path.of("src/main/resources/redis"))) {
            return files.map(file -> file.getFileName().toString().replace(".lua", ""))
                    .filter(name -> !name.equals("common") && !name.equals("limits")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void everyNameInScriptIsDefined(String name) {
        var source = COMMENT.matcher(SHARED.with(Scripts.text(name))).replaceAll("");

        var known = new HashSet<>(LUA);
        LOCALS.matcher(source).results().map(MatchResult::group).forEach(names -> known.addAll(Definitions.wordsIn(names)));
        FUNCTION.matcher(source).results().map(MatchResult::group).forEach(names -> known.addAll(Definitions.wordsIn(names)));
        FIELD.matcher(source).results().map(MatchResult::group).forEach(known::add);

        var unknown = Definitions.wordsIn(source);
        unknown.removeAll(known);
        assertThat(unknown).isEmpty();
    }

    @Test
    void everyDefinitionIsUsedBySomeScript() throws IOException {
        var used = new HashSet<String>();
        scripts().forEach(name -> SHARED.usedBy(Scripts.text(name)).stream().map(Definition::name).forEach(used::add));

        assertThat(SHARED.all()).extracting(Definition::name).doesNotHaveDuplicates().allMatch(used::contains);
    }

    @Test
    void scriptCarriesWhatItNamesAndWhatThatNamesInOrder() {
        var shared = Definitions.in("""
                -- What nobody needs names unused: far.
                local NEAR = 'run:'
                local far = NEAR
                -- Two lines.
                local function near(id)
                  return NEAR .. id
                end
                local unused = 'near'
                local function call(near, far)
                end
                """);

        assertThat(shared.usedBy("-- not far\nredis.call('far', x.unused, near(ARGV[1]))\n")).extracting(Definition::lua)
                .containsExactly("local NEAR = 'run:'\n", "local function near(id)\n  return NEAR .. id\nend\n");
    }
}
