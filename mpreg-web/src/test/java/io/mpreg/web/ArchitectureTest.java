package io.mpreg.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.enterprise.context.Dependent;
import jakarta.websocket.server.ServerEndpoint;

/** Who may depend on whom in the web module. */
@AnalyzeClasses(packages = "io.mpreg.web", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule theWebSeesNoEngine =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.mpreg.engine..");

    @ArchTest
    static final ArchRule everyEndpointHasAScope =
            classes()
                    .that()
                    .areAnnotatedWith(ServerEndpoint.class)
                    .should()
                    .beAnnotatedWith(Dependent.class)
                    .because("Open Liberty injects nothing otherwise");

    @ArchTest
    static final ArchRule theWebMakesNoThreadsAndAsksNoClock =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .haveNameMatching(
                            "java\\.lang\\.Thread|java\\.util\\.Timer"
                                    + "|java\\.util\\.concurrent\\.Executors")
                    .orShould()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis");
}
