package io.mpreg;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateless;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Who may depend on whom, as the overview of the internals says. */
@AnalyzeClasses(packages = "io.mpreg", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** Methods that ask the machine for the time, by class. */
    private static final Map<String, Set<String>> CLOCKS =
            Map.of(
                    System.class.getName(),
                    Set.of("nanoTime", "currentTimeMillis"),
                    Instant.class.getName(),
                    Set.of("now"),
                    Thread.class.getName(),
                    Set.of("sleep", "start"));

    @ArchTest
    static final ArchRule theEngineIsFreeOfFrameworks =
            classes()
                    .that()
                    .resideInAPackage("io.mpreg.engine..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..",
                            "io.mpreg.engine..",
                            "io.mpreg.api..",
                            "io.mpreg.wire..",
                            "org.jspecify..",
                            "com.github.benmanes.caffeine..",
                            "org.HdrHistogram..");

    @ArchTest
    static final ArchRule theEngineUsesNoInjectionOfTheApi =
            noClasses()
                    .that()
                    .resideInAPackage("io.mpreg.engine..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.mpreg.api.cdi..", "io.mpreg.client..");

    @ArchTest
    static final ArchRule enginePackagesFormNoCycle =
            slices().matching("io.mpreg.engine.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule topicsSeeNoSibling =
            noClasses()
                    .that()
                    .resideInAPackage("io.mpreg.engine.topic..")
                    .should()
                    .dependOnClassesThat(siblingsOf("topic"));

    @ArchTest
    static final ArchRule timeSeesNoSibling =
            noClasses()
                    .that()
                    .resideInAPackage("io.mpreg.engine.time..")
                    .should()
                    .dependOnClassesThat(siblingsOf("time"));

    @ArchTest
    static final ArchRule theJournalSeesNoSibling =
            noClasses()
                    .that()
                    .resideInAPackage("io.mpreg.engine.journal..")
                    .should()
                    .dependOnClassesThat(siblingsOf("journal"));

    @ArchTest
    static final ArchRule queuesKnowAStoreAndNotTheJournal =
            noClasses()
                    .that()
                    .resideInAPackage("io.mpreg.engine.queue")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.mpreg.engine.journal..");

    @ArchTest
    static final ArchRule nothingBelowKnowsConnections =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "io.mpreg.engine.rpc..",
                            "io.mpreg.engine.pubsub..",
                            "io.mpreg.engine.queue..",
                            "io.mpreg.engine.cache..",
                            "io.mpreg.engine.route..",
                            "io.mpreg.engine.gate..",
                            "io.mpreg.engine.monitor..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.mpreg.engine.transport..",
                            "io.mpreg.engine.session..",
                            "io.mpreg.engine.node..",
                            "io.mpreg.ejb..");

    @ArchTest
    static final ArchRule beansLiveWithTheBeans =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("io.mpreg.ejb..", "io.mpreg.api.cdi..")
                    .should()
                    .beAnnotatedWith(Singleton.class)
                    .orShould()
                    .beAnnotatedWith(Stateless.class)
                    .orShould()
                    .beAnnotatedWith(ApplicationScoped.class);

    @ArchTest
    static final ArchRule timeAndThreadsComeFromOutside =
            noClasses()
                    .that()
                    .resideInAnyPackage("io.mpreg.engine..", "io.mpreg.ejb..")
                    .and()
                    .resideOutsideOfPackages("io.mpreg.engine.time..", "io.mpreg.ejb.executor..")
                    .should()
                    .callMethodWhere(asksForTheTime())
                    .orShould()
                    .dependOnClassesThat()
                    .haveNameMatching(
                            "java\\.util\\.Timer|java\\.util\\.concurrent\\.Executors"
                                    + "|java\\.util\\.concurrent\\.ForkJoinPool");

    @ArchTest
    static final ArchRule nothingIsSerialized =
            noClasses()
                    .that()
                    .resideInAnyPackage("io.mpreg..")
                    .should()
                    .dependOnClassesThat()
                    .haveNameMatching("java\\.io\\.Object(In|Out)putStream");

    @ArchTest
    static final ArchRule noStaticStateChanges =
            fields().that()
                    .areStatic()
                    .and()
                    .areDeclaredInClassesThat()
                    .resideInAnyPackage("io.mpreg.engine..", "io.mpreg.ejb..")
                    .should()
                    .beFinal();

    private static DescribedPredicate<JavaClass> siblingsOf(String room) {
        String own = "io.mpreg.engine." + room;
        return DescribedPredicate.describe(
                "are in other rooms of the engine than " + room + " and time",
                type ->
                        type.getPackageName().startsWith("io.mpreg.engine.")
                                && !type.getPackageName().startsWith(own)
                                && !type.getPackageName().startsWith("io.mpreg.engine.time"));
    }

    private static DescribedPredicate<JavaCall<?>> asksForTheTime() {
        return DescribedPredicate.describe(
                "asks the machine for the time, or lets threads sleep or start",
                call ->
                        CLOCKS.getOrDefault(call.getTargetOwner().getName(), Set.of())
                                        .contains(call.getTarget().getName())
                                && !call.getOwner()
                                        .getModifiers()
                                        .contains(JavaModifier.SYNTHETIC));
    }
}
