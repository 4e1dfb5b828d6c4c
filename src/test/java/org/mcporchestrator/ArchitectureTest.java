package org.mcporchestrator;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMembers;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.ConfigMapping;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** The architecture, executable. Read {@link #LADDER} first: it is the map of the code. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    static final String ROOT = "org.mcporchestrator";

    private static final Path SOURCES = Path.of("src/main/java");
    private static final int MOST_FILES_IN_A_PACKAGE = 12;
    private static final int MOST_LINES_OF_A_TYPE = 300;

    private record Rung(String name, List<String> mayUse) {

        static Rung of(String name, String... mayUse) {
            return new Rung(name, List.of(mayUse));
        }
    }

    /** Every package, and the packages it may use. Each may use only packages above it, so there is no way back. */
    private static final List<Rung> LADDER = List.of(
            Rung.of("workflow"),
            Rung.of("setting"),
            Rung.of("pattern", "workflow"),
            Rung.of("document", "workflow"),
            Rung.of("agent", "workflow"),
            Rung.of("journal", "workflow"),
            Rung.of("engine", "workflow", "setting", "pattern", "document", "agent", "journal"),
            Rung.of("stream", "workflow", "journal"),
            Rung.of("webhook", "workflow", "setting", "journal"),
            Rung.of("analytics", "workflow", "journal"),
            Rung.of("relay"),
            Rung.of("tool", "workflow", "pattern", "document", "agent", "journal", "engine", "stream", "webhook", "analytics"),
            Rung.of("api.http", "workflow", "setting", "pattern", "document", "agent", "journal", "engine", "stream", "webhook",
                    "analytics", "tool"),
            Rung.of("api.mcp", "workflow", "pattern", "document", "agent", "journal", "engine", "stream", "webhook",
                    "analytics", "relay", "tool"),
            Rung.of("provider", "workflow", "agent"),
            Rung.of("redis", "workflow", "agent", "journal", "webhook", "analytics", "relay"),
            Rung.of("memory", "workflow", "journal", "webhook", "analytics"),
            Rung.of("failover", "workflow", "journal", "memory"),
            Rung.of("ops", "workflow", "pattern", "document", "agent", "journal", "engine", "stream", "webhook", "analytics",
                    "relay", "tool", "api.http", "api.mcp", "provider", "redis", "memory", "failover"),
            Rung.of("cli"));

    @ArchTest
    static void eachPackageUsesOnlyThePackagesItsRungAllows(JavaClasses code) {
        var seen = new ArrayList<String>();
        for (var rung : LADDER) {
            assertThat(seen).as("rungs above " + rung.name()).containsAll(rung.mayUse());
            seen.add(rung.name());
            var allowed = new ArrayList<>(List.of(packageOf(rung.name())));
            rung.mayUse().forEach(name -> allowed.add(packageOf(name)));
            classes().that().resideInAPackage(packageOf(rung.name()))
                    .should().onlyDependOnClassesThat(resideOutsideOfPackage(ROOT + "..")
                            .or(resideInAnyPackage(allowed.toArray(String[]::new))))
                    .allowEmptyShould(true)
                    .check(code);
        }
    }

    @ArchTest
    static final ArchRule everyClassHasAPlaceOnTheLadder = classes().should()
            .resideInAnyPackage(LADDER.stream().map(rung -> packageOf(rung.name())).toArray(String[]::new));

    /** The ladder speaks of packages with their sub-packages; this one also of the sub-packages among themselves. */
    @ArchTest
    static final ArchRule packagesAreFreeOfCycles = slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theCoreIsPlainJava = classes().that()
            .resideInAnyPackage(packageOf("workflow"), packageOf("pattern"))
            .should().onlyDependOnClassesThat().resideInAnyPackage(packageOf("workflow"), packageOf("pattern"),
                    "java..", "org.jspecify..", "com.fasterxml.jackson.annotation..", "com.google.errorprone.annotations..",
                    // Models answer lists as JSON at times; the streaming parser is as plain as Java.
                    "com.fasterxml.jackson.core..");

    @ArchTest
    static final ArchRule redisIsKnownToOnePackage = only("redis", "io.quarkus.redis..", "io.vertx..redis..");

    @ArchTest
    static final ArchRule mcpIsKnownToOnePackage = only("api.mcp", "io.quarkiverse.mcp..");

    @ArchTest
    static final ArchRule tracesAreKnownToOnePackage = only("ops.tracing", "io.opentelemetry..");

    @ArchTest
    static final ArchRule nothingBlocks = noClasses()
            .should().accessTargetWhere(describe("it waits for a result", ArchitectureTest::blocks))
            .orShould().dependOnClassesThat().haveFullyQualifiedName("io.quarkus.redis.datasource.RedisDataSource");

    @ArchTest
    static final ArchRule beansGetWhatTheyNeedThroughTheConstructor = noMembers()
            .that(describe("are no constructors", member -> !(member instanceof JavaConstructor))).should()
            .beAnnotatedWith(Inject.class);

    @ArchTest
    static final ArchRule configIsReadThroughInterfacesOnly = noClasses()
            .should().dependOnClassesThat()
            .haveFullyQualifiedName("org.eclipse.microprofile.config.inject.ConfigProperty");

    @ArchTest
    static final ArchRule configLivesWithWhatItConfigures = classes().that().areAnnotatedWith(ConfigMapping.class)
            .should().beInterfaces().andShould().haveSimpleNameEndingWith("Config").allowEmptyShould(true);

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should().haveNameMatching(".*(Impl|Utils?|Helper|Manager|Dto|DTO|Base)$")
            .orShould().resideInAnyPackage("..util..", "..common..", "..impl..", "..dto..", "..misc..",
                    ROOT + ".service..", ROOT + ".config..");

    /** By that tag the build runs them in one process, behind each other, so that applications are shared. */
    @Test
    void testsOfTheApplicationSaySo() {
        var tests = new ClassFileImporter().withImportOption(new ImportOption.OnlyIncludeTests()).importPackages(ROOT);

        classes().that().areAnnotatedWith(QuarkusTest.class).should().beAnnotatedWith(Tag.class).check(tests);
    }

    @Test
    void packagesStaySmall() {
        assertThat(filesByFolder()).allSatisfy((folder, files) -> assertThat(files)
                .filteredOn(file -> !isPackageInfo(file))
                .as("files in %s; more want another package", folder)
                .hasSizeLessThanOrEqualTo(MOST_FILES_IN_A_PACKAGE));
    }

    @Test
    void typesStaySmall() {
        assertThat(filesByFolder().values()).flatMap(files -> files).allSatisfy(file -> assertThat(linesOfType(file))
                .as("lines of %s; more hide a missing concept", file)
                .isLessThanOrEqualTo(MOST_LINES_OF_A_TYPE));
    }

    @Test
    void everyPackageSaysThatNothingIsNullAndNoResultIsDropped() {
        assertThat(filesByFolder()).allSatisfy((folder, files) -> {
            assertThat(files).as("files in %s", folder).anyMatch(ArchitectureTest::isPackageInfo);
            assertThat(lines(folder.resolve("package-info.java"))).as("annotations of %s", folder)
                    .contains("@NullMarked", "@CheckReturnValue");
        });
    }

    /** Method references count as calls: {@code map(CompletableFuture::join)} waits as well. */
    private static boolean blocks(JavaAccess<?> call) {
        JavaClass owner = call.getTargetOwner();
        return switch (call.getTarget().getName()) {
            case "await" -> owner.isAssignableTo(Uni.class);
            case "asIterable", "asStream" -> owner.isAssignableTo("io.smallrye.mutiny.groups.MultiSubscribe");
            case "toIterable" -> owner.isAssignableTo(Multi.class);
            case "get", "join" -> owner.isAssignableTo(Future.class);
            case "sleep" -> owner.isEquivalentTo(Thread.class);
            default -> false;
        };
    }

    private static ArchRule only(String name, String... vendor) {
        return noClasses().that().resideOutsideOfPackage(packageOf(name))
                .should().dependOnClassesThat().resideInAnyPackage(vendor);
    }

    private static String packageOf(String name) {
        return ROOT + "." + name + "..";
    }

    private static Map<Path, List<Path>> filesByFolder() {
        try (var files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).collect(groupingBy(Path::getParent));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean isPackageInfo(Path file) {
        return file.endsWith("package-info.java");
    }

    /** Without package and imports, with Javadoc. */
    private static long linesOfType(Path file) {
        return lines(file).stream().filter(line -> !line.startsWith("import ") && !line.startsWith("package ")).count();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
