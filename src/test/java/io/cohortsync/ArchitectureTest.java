package io.cohortsync;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.cohortsync.ledger.MembershipLedger;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Which part may know of which. */
@AnalyzeClasses(packages = "io.cohortsync", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String CAMEL = "org.apache.camel..";
    private static final String SPRING = "org.springframework..";

    @ArchTest
    static final ArchRule packages_know_each_other_in_one_direction =
            slices().matching("io.cohortsync.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule only_the_outer_parts_and_the_ledgers_adapter_know_camel = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.cohortsync.api..", "io.cohortsync.ops..", "io.cohortsync.lint..", "io.cohortsync.demo..")
            .and()
            .doNotBelongToAnyOf(MembershipLedger.class)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CAMEL)
            .as("route beans are plain; Camel is known to api, ops, lint, demo and MembershipLedger");

    @ArchTest
    static final ArchRule faults_know_nothing_of_ours = noClasses()
            .that()
            .resideInAPackage("io.cohortsync.fault..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.cohortsync..").and(outside("io.cohortsync.fault")));

    @ArchTest
    static final ArchRule the_lint_knows_nothing_of_ours = noClasses()
            .that()
            .resideInAPackage("io.cohortsync.lint..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.cohortsync..").and(outside("io.cohortsync.lint")));

    @ArchTest
    static final ArchRule members_know_nothing_of_ours = noClasses()
            .that()
            .resideInAPackage("io.cohortsync.member..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.cohortsync..").and(outside("io.cohortsync.member")));

    @ArchTest
    static final ArchRule members_and_faults_know_no_framework = noClasses()
            .that()
            .resideInAnyPackage("io.cohortsync.member..", "io.cohortsync.fault..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SPRING, CAMEL);

    @ArchTest
    static final ArchRule the_configuration_knows_springs_configuration_alone = noClasses()
            .that()
            .resideInAPackage("io.cohortsync.config..")
            .should()
            .dependOnClassesThat(resideInAPackage(SPRING)
                    .and(outside("org.springframework.boot"))
                    .and(outside("org.springframework.core"))
                    .and(outside("org.springframework.context"))
                    .and(outside("org.springframework.util")));

    @ArchTest
    static final ArchRule the_remotes_do_not_know_of_runs = noClasses()
            .that()
            .resideInAnyPackage("io.cohortsync.amplitude..", "io.cohortsync.pushwoosh..", "io.cohortsync.ledger..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.cohortsync.run..", "io.cohortsync.route..", "io.cohortsync.api..", "io.cohortsync.ops..");

    @ArchTest
    static final ArchRule runs_do_not_know_who_asks_for_them = noClasses()
            .that()
            .resideInAPackage("io.cohortsync.run..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.cohortsync.route..", "io.cohortsync.api..", "io.cohortsync.ops..");

    @ArchTest
    static final ArchRule nobody_knows_of_the_demo = noClasses()
            .that()
            .resideOutsideOfPackage("io.cohortsync.demo..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.cohortsync.demo..");

    @ArchTest
    static final ArchRule the_command_line_knows_the_http_api_alone = noClasses()
            .that()
            .resideInAPackage("io.cohortsync.cli..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.cohortsync..").and(outside("io.cohortsync.cli")));

    @ArchTest
    static final ArchRule only_routes_use_the_beans_of_routes = noClasses()
            .that()
            .resideOutsideOfPackages("io.cohortsync.route..", "io.cohortsync.ops..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.cohortsync.route..");

    @ArchTest
    static final ArchRule beans_of_routes_are_public_and_named = classes()
            .that()
            .resideInAPackage("io.cohortsync.route..")
            .and()
            .areAnnotatedWith(Component.class)
            .should()
            .bePublic()
            .andShould()
            .notBeInterfaces()
            .andShould(new NamedBeans());

    @ArchTest
    static final ArchRule dependencies_come_by_constructors = noFields()
            .should()
            .beAnnotatedWith(Autowired.class)
            .orShould()
            .beAnnotatedWith(Value.class)
            .orShould()
            .beAnnotatedWith("jakarta.annotation.Resource")
            .orShould()
            .beAnnotatedWith("jakarta.inject.Inject");

    @ArchTest
    static final ArchRule only_the_command_line_prints =
            noClasses().that().doNotBelongToAnyOf(ThisProcess.class).should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule nobody_uses_java_util_logging = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    private static DescribedPredicate<JavaClass> outside(String root) {
        return DescribedPredicate.not(resideInAPackage(root + ".."));
    }

    /** The name is what YAML calls it by: it must not follow the class when that is renamed. */
    private static final class NamedBeans extends ArchCondition<JavaClass> {
        NamedBeans() {
            super("have a name of their own");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            boolean named = !type.getAnnotationOfType(Component.class).value().isEmpty();
            events.add(new SimpleConditionEvent(type, named, type.getName() + " has no @Component(\"name\")"));
        }
    }
}
