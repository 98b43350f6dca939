package io.cohortsync.lint;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;

/** A bean that a route calls is in package route, and the method is there once, with as many parameters. */
final class BeanRules {

    static final String PACKAGE = "io.cohortsync.route";

    private final Map<String, Class<?>> beans = new TreeMap<>();

    BeanRules() {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(Component.class));
        scan.findCandidateComponents(PACKAGE).forEach(found -> add(found.getBeanClassName()));
    }

    private void add(String className) {
        Class<?> type = ClassUtils.resolveClassName(className, null);
        beans.put(type.getAnnotation(Component.class).value(), type);
    }

    Map<String, Class<?>> beans() {
        return beans;
    }

    List<Rule> all() {
        return List.of(Rule.onNodes(this::calls), Rule.onNodes(this::strategies));
    }

    private Stream<LintFinding> calls(Node node) {
        boolean call = node.isMap() && List.of("bean", "method").contains(node.key());
        if (!call) {
            return Stream.empty();
        }
        String method = node.text("method");
        int bracket = method.indexOf('(');
        String name = bracket < 0 ? method : method.substring(0, bracket);
        int arguments = bracket < 0 ? 1 : arguments(method.substring(bracket + 1, method.lastIndexOf(')')));
        return check(node, node.text("ref"), name, arguments);
    }

    private Stream<LintFinding> strategies(Node node) {
        return node.get("aggregationStrategy").stream()
                .flatMap(ref -> check(node, ref.text(), node.text("aggregationStrategyMethodName"), 2));
    }

    private Stream<LintFinding> check(Node node, String ref, String method, int arguments) {
        Class<?> bean = beans.get(ref);
        if (bean == null) {
            return Stream.of(node.says("bean " + ref + " is nowhere in package route"));
        }
        List<Method> found =
                methods(bean).filter(m -> m.getName().equals(method)).toList();
        if (found.isEmpty()) {
            return Stream.of(node.says("bean " + ref + " has no public method " + method));
        }
        int parameters = found.get(0).getParameterCount();
        return Rule.when(
                parameters != arguments,
                node.says(ref + "." + method + " takes " + parameters + " parameters, not " + arguments));
    }

    /** What a route may call. */
    static Stream<Method> methods(Class<?> bean) {
        return Arrays.stream(bean.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic());
    }

    /** How many arguments stand between the brackets: commas within quotes or braces do not count. */
    static int arguments(String text) {
        int count = text.isBlank() ? 0 : 1;
        int depth = 0;
        boolean quoted = false;
        for (char c : text.toCharArray()) {
            quoted ^= c == '\'';
            depth += c == '{' || c == '(' ? 1 : c == '}' || c == ')' ? -1 : 0;
            count += c == ',' && depth == 0 && !quoted ? 1 : 0;
        }
        return count;
    }
}
