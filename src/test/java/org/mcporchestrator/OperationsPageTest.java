package org.mcporchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import io.smallrye.config.common.utils.StringUtil;

/** Keeps {@code docs/operations.md} complete: every setting and every environment variable has a row there. */
class OperationsPageTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path PROPERTIES = Path.of("src/main/resources/application.properties");
    private static final Pattern PROPERTY = Pattern.compile("`(orchestrator\\.[^`]*)`");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)");

    private final List<String> rows = text(Path.of("docs/operations.md")).lines().filter(line -> line.startsWith("|")).toList();

    /** What an operator can set: its full name, and its default if the code has one. */
    private record Setting(String name, Optional<String> fallback) {}

    @Test
    void everySettingHasARow() throws IOException {
        var settings = mappings().flatMap(OperationsPageTest::settings).toList();

        assertThat(settings).as("settings under " + SOURCES).isNotEmpty();
        assertThat(settings).extracting(Setting::name).doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(row(name)).as("row of " + name).isPresent());
    }

    @Test
    void everyRowTellsTheDefaultOfItsSetting() throws IOException {
        var known = mappings().flatMap(OperationsPageTest::settings).filter(setting -> setting.fallback().isPresent());

        assertThat(known).allSatisfy(setting -> assertThat(row(setting.name()).orElse(""))
                .as("row of " + setting.name()).contains("`" + setting.fallback().orElseThrow() + "`"));
    }

    @Test
    void everyVariableOfTheConfigurationHasARow() {
        var variables = VARIABLE.matcher(text(PROPERTIES)).results().map(found -> found.group(1)).distinct().toList();

        assertThat(variables).as("variables in " + PROPERTIES).isNotEmpty()
                .allSatisfy(name -> assertThat(row(name)).as("row of " + name).isPresent());
    }

    @Test
    void noRowTellsOfASettingThatIsNotThere() throws IOException {
        var known = mappings().flatMap(OperationsPageTest::settings).map(Setting::name).toList();
        var told = rows.stream().flatMap(row -> PROPERTY.matcher(row).results()).map(found -> found.group(1)).distinct();

        assertThat(told).allSatisfy(name -> assertThat(known).contains(name));
    }

    /** The row with that name in its first or second cell. */
    private Optional<String> row(String name) {
        return rows.stream()
                .filter(row -> Arrays.stream(row.split("\\|")).limit(3).anyMatch(cell -> cell.contains("`" + name + "`")))
                .findFirst();
    }

    private static Stream<Class<?>> mappings() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            return files.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> text(path).contains("@ConfigMapping("))
                    .<Class<?>> map(OperationsPageTest::type)
                    .toList().stream();
        }
    }

    private static Class<?> type(Path file) {
        var name = SOURCES.relativize(file).toString().replace(".java", "").replace(file.getFileSystem().getSeparator(), ".");
        try {
            return Class.forName(name, false, OperationsPageTest.class.getClassLoader());
        } catch (ClassNotFoundException failure) {
            throw new AssertionError(file + " is not compiled", failure);
        }
    }

    private static Stream<Setting> settings(Class<?> mapping) {
        return settings(mapping.getAnnotation(ConfigMapping.class).prefix(), mapping);
    }

    private static Stream<Setting> settings(String prefix, Class<?> group) {
        return Arrays.stream(group.getDeclaredMethods()).filter(method -> !method.isSynthetic())
                .flatMap(method -> settings(name(prefix, method), method));
    }

    private static Stream<Setting> settings(String name, Method method) {
        if (method.getReturnType() == Map.class) {
            return settings(name + "." + key(method), valueType(method));
        }
        if (method.getReturnType().isInterface() && method.getReturnType().getEnclosingClass() != null) {
            return settings(name, method.getReturnType());
        }
        var fallback = Optional.ofNullable(method.getAnnotation(WithDefault.class)).map(WithDefault::value);
        return Stream.of(new Setting(name, fallback));
    }

    private static String name(String prefix, Method method) {
        if (method.isAnnotationPresent(WithParentName.class)) {
            return prefix;
        }
        var own = Optional.ofNullable(method.getAnnotation(WithName.class)).map(WithName::value)
                .orElseGet(() -> StringUtil.skewer(method.getName()));
        return prefix + "." + own;
    }

    /** Names of models have dots, so they are quoted. */
    private static String key(Method map) {
        return map.getName().equals("models") ? "\"<model>\"" : "<" + map.getName().replaceFirst("s$", "") + ">";
    }

    private static Class<?> valueType(Method map) {
        var arguments = ((ParameterizedType) map.getGenericReturnType()).getActualTypeArguments();
        return (Class<?>) arguments[arguments.length - 1];
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new AssertionError(file + " is missing", failure);
        }
    }
}
