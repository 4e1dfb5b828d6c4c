package org.mcporchestrator.ops;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import jakarta.ws.rs.Path;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.TestMapper;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.event.Envelope;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.Outcome;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Keeps {@link JsonTypes} complete and free of the superfluous. A type that is forgotten fails in the native executable only,
 * and only when it is used.
 */
class JsonTypesTest {

    private static final String OURS = "org.mcporchestrator";
    private static final String JACKSON = "com.fasterxml.jackson";

    private final ObjectMapper mapper = TestMapper.create();
    private final JavaClasses code = new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(OURS);

    @Test
    void registeredIsExactlyWhatJacksonLooksAt() {
        var needed = classes();
        roots().forEach(root -> walk(mapper.constructType(root), needed));

        assertThat(registered()).containsExactlyInAnyOrderElementsOf(needed);
    }

    /**
     * What is stored and sent, what resources take and return, what has annotations of Jackson, what Jackson is told to read.
     */
    private Stream<Class<?>> roots() {
        return Stream.of(
                Stream.of(Submission.class, Envelope.class, Outcome.class, OrchestratorResult.class,
                        FaultException.Problem.class),
                ofResources(), annotated(), read()).flatMap(part -> part);
    }

    private Stream<Class<?>> ofResources() {
        return code.stream().filter(type -> type.isAnnotatedWith(Path.class))
                .flatMap(type -> Arrays.stream(type.reflect().getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .flatMap(method -> Stream.concat(Stream.of(method.getGenericReturnType()),
                        Arrays.stream(method.getGenericParameterTypes())))
                .map(mapper::constructType)
                .flatMap(type -> Stream.concat(Stream.of(type), type.getBindings().getTypeParameters().stream()))
                .map(JavaType::getRawClass);
    }

    private Stream<Class<?>> annotated() {
        return code.stream().filter(type -> Stream.concat(Stream.of(type.getAnnotations()),
                type.getMembers().stream().map(JavaMember::getAnnotations)).flatMap(Set::stream)
                .map(JavaAnnotation::getRawType).anyMatch(annotation -> annotation.getName().startsWith(JACKSON)))
                .map(JavaClass::reflect);
    }

    /** Class literals where Jackson, or a method of ours beside it, is given one: {@code read(text, Submission.class)}. */
    private Stream<Class<?>> read() {
        return code.stream()
                .flatMap(type -> type.getReferencedClassObjects().stream())
                .filter(literal -> literal.getOwner().getMethodCallsFromSelf().stream().anyMatch(this::takesTypes))
                .map(ReferencedClassObject::getRawType)
                .map(JavaClass::reflect);
    }

    private boolean takesTypes(JavaMethodCall call) {
        var owner = call.getTargetOwner();
        return call.getTarget().getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Class.class))
                && (owner.getPackageName().startsWith(JACKSON) || code.contain(owner.getName())
                        && code.get(owner.getName()).getDirectDependenciesFromSelf().stream()
                                .anyMatch(dependency -> dependency.getTargetClass().isEquivalentTo(ObjectMapper.class)));
    }

    private void walk(JavaType type, Set<Class<?>> seen) {
        type.getBindings().getTypeParameters().forEach(parameter -> walk(parameter, seen));
        if (type.isContainerType()) {
            walk(type.getContentType(), seen);
        }
        if (!type.getRawClass().getName().startsWith(OURS + ".") || !seen.add(type.getRawClass())) {
            return;
        }
        subtypes(type.getRawClass()).forEach(subtype -> walk(mapper.constructType(subtype), seen));
        Stream.<BeanDescription> of(mapper.getSerializationConfig().introspect(type),
                mapper.getDeserializationConfig().introspect(type))
                .filter(bean -> bean.findJsonValueAccessor() == null)
                .flatMap(bean -> bean.findProperties().stream())
                .map(BeanPropertyDefinition::getPrimaryType)
                .forEach(property -> walk(property, seen));
    }

    private static Stream<Class<?>> subtypes(Class<?> type) {
        return type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()) : Stream.of();
    }

    private static Set<Class<?>> registered() {
        var found = classes();
        found.addAll(Arrays.asList(JsonTypes.class.getAnnotation(RegisterForReflection.class).targets()));
        return found;
    }

    private static Set<Class<?>> classes() {
        return Stream.<Class<?>> of().collect(toCollection(() -> new TreeSet<>(Comparator.comparing(Class::getName))));
    }
}
