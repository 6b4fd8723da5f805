package io.mpreg.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.mpreg.api.spi.NodeRegistry;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.Timer;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.NullMarked;

/** The dependency rules of the API jar, which must work on any JVM. */
@AnalyzeClasses(packages = "io.mpreg", importOptions = DoNotIncludeTests.class)
class ApiRulesTest {

    private static final String CDI = "io.mpreg.api.cdi..";
    private static final String JSONB = "io.mpreg.api.codec.jsonb..";

    @ArchTest
    static final ArchRule onlyCdiAndJsonbSeeJakarta =
            noClasses()
                    .that(not(resideInAnyPackage(CDI, JSONB)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("jakarta..", "org.eclipse..");

    @ArchTest
    static final ArchRule jsonbSeesJsonOnly =
            classes()
                    .that(resideInAPackage(JSONB))
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(
                                    "java..",
                                    "javax.net.ssl..",
                                    "io.mpreg..",
                                    "jakarta.json..",
                                    "org.jspecify.."));

    @ArchTest
    static final ArchRule cdiSeesWhatAnInjectedClientNeeds =
            classes()
                    .that(resideInAPackage(CDI))
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(
                                            "java..",
                                            "javax.net.ssl..",
                                            "javax.naming..",
                                            "io.mpreg..",
                                            "jakarta.inject..",
                                            "jakarta.enterprise..",
                                            "jakarta.interceptor..",
                                            "org.eclipse.microprofile.config..",
                                            "org.jspecify..")
                                    .or(simpleName("Priority")));

    @ArchTest
    static final ArchRule theApiKnowsNoClient =
            noClasses()
                    .that(resideInAPackage("io.mpreg.api.."))
                    .and(not(resideInAPackage(CDI)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.mpreg.client..", CDI);

    @ArchTest
    static final ArchRule theClientIsForAnyJvm =
            classes()
                    .that(resideInAPackage("io.mpreg.client.."))
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(
                                            "java..",
                                            "javax.net.ssl..",
                                            "io.mpreg..",
                                            "org.jspecify..")
                                    .and(not(resideInAPackage(CDI))));

    @ArchTest
    static final ArchRule theOnlyStaticStateIsTheRegistry =
            fields().that()
                    .areStatic()
                    .and()
                    .areDeclaredInClassesThat()
                    .doNotBelongToAnyOf(NodeRegistry.class)
                    .and(
                            com.tngtech.archunit.base.DescribedPredicate.describe(
                                    "are written by people",
                                    field -> !field.getName().contains("$")))
                    .should()
                    .beFinal();

    @ArchTest
    static final ArchRule threadsAreTheClientsOwn =
            noClasses()
                    .that(not(simpleName("OwnThreads")))
                    .should()
                    .dependOnClassesThat()
                    .belongToAnyOf(Executors.class, ThreadPoolExecutor.class, Timer.class)
                    .orShould()
                    .callConstructor(Thread.class, Runnable.class);

    @ArchTest
    static final ArchRule nobodyLooksAtTheClock =
            noClasses()
                    .that(not(simpleName("OwnThreads")))
                    .should()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Instant.class, "now");

    @ArchTest
    static final ArchRule nobodySerializes =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class);

    @ArchTest
    static final ArchRule namesSaySomething =
            noClasses()
                    .should()
                    .haveSimpleNameEndingWith("Impl")
                    .orShould()
                    .haveSimpleNameEndingWith("Manager")
                    .orShould()
                    .haveSimpleNameEndingWith("Helper")
                    .orShould()
                    .haveSimpleNameEndingWith("Utils");

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses all) {
        JavaPackage root = all.getPackage("io.mpreg");
        assertThat(root.getSubpackagesInTree())
                .filteredOn(java.util.function.Predicate.not(p -> p.getClasses().isEmpty()))
                .allSatisfy(
                        p ->
                                assertThat(p.isAnnotatedWith(NullMarked.class))
                                        .as("package %s is @NullMarked", p.getName())
                                        .isTrue());
    }
}
