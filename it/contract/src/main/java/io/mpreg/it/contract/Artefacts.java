package io.mpreg.it.contract;

import io.mpreg.it.probe.AnnotatedBean;
import io.mpreg.it.probe.AnnotatedServlet;
import io.mpreg.it.probe.CallServlet;
import io.mpreg.it.probe.ProbeServlet;
import io.mpreg.it.probe.Scenario;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** What Maven built, and the applications that the suite makes to go with it. */
final class Artefacts {

    private static final String BEANS =
            "<beans xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"4.0\""
                    + " bean-discovery-mode=\"annotated\"/>";
    private static final String WITH_MODULE =
            "<jboss-deployment-structure><deployment><dependencies>"
                    + "<module name=\"mpreg.api\" meta-inf=\"import\"/>"
                    + "</dependencies></deployment></jboss-deployment-structure>";

    private Artefacts() {}

    /** The EAR as it was built. */
    static EnterpriseArchive ear() {
        return ShrinkWrap.createFromZipFile(EnterpriseArchive.class, built("mpreg.test.ear"));
    }

    /** The sample application as it was built. */
    static WebArchive sample() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, built("mpreg.test.sample"));
    }

    /** An application that uses the API classes of the server. */
    static WebArchive shared(String name) {
        return probe(name)
                .addAsWebInfResource(
                        new StringAsset(WITH_MODULE), "jboss-deployment-structure.xml");
    }

    /** An application that brings its own copy of the API. */
    static WebArchive bundled(String name) {
        return probe(name).addAsLibrary(built("mpreg.test.api"), "mpreg-api.jar");
    }

    /** An application that reaches its node over WebSocket. */
    static WebArchive remote(String name) {
        return remote(name, Map.of("mpreg.client.url", Node.webSocket()));
    }

    /** An application that reaches its node over WebSocket as a user. */
    static WebArchive remote(String name, String user, Path passwordFile) {
        return remote(
                name,
                Map.of(
                        "mpreg.client.url", Node.webSocket(),
                        "mpreg.client.user", user,
                        "mpreg.client.password-file", passwordFile.toString()));
    }

    /** An application that reaches its node as its configuration says. */
    static WebArchive remote(String name, Map<String, String> configuration) {
        return bundled(name)
                .addAsResource(
                        new StringAsset(
                                configuration.entrySet().stream()
                                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                                        .collect(Collectors.joining("\n"))),
                        "META-INF/microprofile-config.properties");
    }

    /** A user's EAR: MPREG's modules and libraries beside the user's own application. */
    static EnterpriseArchive ownEar() {
        EnterpriseArchive built = ear();
        EnterpriseArchive own = ShrinkWrap.create(EnterpriseArchive.class, "own.ear");
        own.addAsModule(module(JavaArchive.class, built, "/mpreg-ejb.jar"));
        own.addAsModule(module(WebArchive.class, built, "/mpreg-web.war"));
        built.getContent(path -> path.get().startsWith("/lib/") && path.get().endsWith(".jar"))
                .forEach((path, node) -> own.add(node.getAsset(), path));
        own.addAsLibrary(built("mpreg.test.api"), "mpreg-api.jar");
        own.addAsModule(probe("own.war"));
        own.setApplicationXML(
                new StringAsset(
                        "<application xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"10\">"
                                + "<initialize-in-order>true</initialize-in-order>"
                                + "<module><ejb>mpreg-ejb.jar</ejb></module>"
                                + "<module><web><web-uri>mpreg-web.war</web-uri>"
                                + "<context-root>/mpreg</context-root></web></module>"
                                + "<module><web><web-uri>own.war</web-uri>"
                                + "<context-root>/own</context-root></web></module>"
                                + "<library-directory>lib</library-directory></application>"));
        return own;
    }

    /** The EAR with configuration of its own. */
    static EnterpriseArchive configured(String properties) {
        return configured(ear(), properties);
    }

    /** The same under another name, for a class that has several. */
    static EnterpriseArchive configured(String name, String properties) {
        return configured(
                ShrinkWrap.create(ZipImporter.class, name)
                        .importFrom(built("mpreg.test.ear"))
                        .as(EnterpriseArchive.class),
                properties);
    }

    private static EnterpriseArchive configured(EnterpriseArchive ear, String properties) {
        return ear.addAsLibrary(
                ShrinkWrap.create(JavaArchive.class, "configuration.jar")
                        .addAsManifestResource(
                                new StringAsset(properties), "microprofile-config.properties"));
    }

    private static WebArchive probe(String name) {
        return ShrinkWrap.create(WebArchive.class, name)
                .addClasses(
                        ProbeServlet.class,
                        Scenario.class,
                        Scenario.Order.class,
                        AnnotatedBean.class,
                        AnnotatedServlet.class,
                        CallServlet.class)
                .addAsWebInfResource(new StringAsset(BEANS), "beans.xml");
    }

    private static <T extends Archive<T>> T module(
            Class<T> type, EnterpriseArchive ear, String path) {
        return ear.getAsType(type, path);
    }

    private static File built(String property) {
        File file = new File(System.getProperty(property, ""));
        if (!file.isFile()) {
            throw new IllegalStateException(
                    "system property " + property + " should name a built file, is '" + file + "'");
        }
        return file;
    }
}
