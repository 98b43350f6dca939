package io.cohortsync.lint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.PropertyResolver;
import org.springframework.core.type.MethodMetadata;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/**
 * What the routes may count on.
 *
 * @param entryPoints routes that Java calls
 * @param placeholders whether a key has a value
 * @param beans thread pools and policies, by bean name
 * @param documented words that the folder's README.md sets as code
 */
record Surroundings(
        Set<String> entryPoints, Predicate<String> placeholders, Set<String> beans, Set<String> documented) {

    private static final Pattern CODE = Pattern.compile("(?<!`)`([^`\n]+)`(?!`)");

    /**
     * Of this application, which need not be up.
     *
     * @param folder of the routes
     * @param configuration where placeholders get their values
     */
    static Surroundings ofApplication(Path folder, PropertyResolver configuration) {
        return new Surroundings(
                Set.of("cohort-start", "cohort-resume"),
                configuration::containsProperty,
                declaredBeans(),
                code(folder.resolve("README.md")));
    }

    /** Read from the class files: no class is loaded for it. */
    private static Set<String> declaredBeans() {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(Configuration.class));
        return scan.findCandidateComponents("io.cohortsync").stream()
                .flatMap(Surroundings::beanMethods)
                .map(MethodMetadata::getMethodName)
                .collect(Collectors.toSet());
    }

    private static Stream<MethodMetadata> beanMethods(BeanDefinition configuration) {
        return configuration instanceof AnnotatedBeanDefinition annotated
                ? annotated.getMetadata().getAnnotatedMethods(Bean.class.getName()).stream()
                : Stream.empty();
    }

    private static Set<String> code(Path readme) {
        try {
            String text = Files.exists(readme) ? Files.readString(readme) : "";
            return CODE.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
