package io.mpreg.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The injected client reaches its node in every way, and all four systems work through it. */
@ExtendWith(ArquillianExtension.class)
public class InjectionIT {

    @Deployment(name = "mpreg", order = 1, testable = false)
    public static EnterpriseArchive mpreg() {
        return Artefacts.ear();
    }

    @Deployment(name = "shared", order = 2, testable = false)
    public static WebArchive shared() {
        return Artefacts.shared("shared.war");
    }

    @Deployment(name = "bundled", order = 3, testable = false)
    public static WebArchive bundled() {
        return Artefacts.bundled("bundled.war");
    }

    @Deployment(name = "remote", order = 4, testable = false)
    public static WebArchive remote() {
        return Artefacts.remote("remote.war");
    }

    @Test
    void sharedClasses() throws Exception {
        assertScenario("shared", "SHARED");
    }

    @Test
    void bundledApi() throws Exception {
        assertScenario("bundled", "BRIDGED");
    }

    @Test
    void overWebSocket() throws Exception {
        assertScenario("remote", "REMOTE");
    }

    @Test
    void annotatedBeansOfEveryApplicationTakePart() throws Exception {
        try (Protocol protocol = Protocol.connect()) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () ->
                                    assertThat(twice(protocol))
                                            .as("annotated.twice, provided by three applications")
                                            .isEqualTo(42L));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () ->
                                    assertThat(
                                                    protocol.ok(
                                                                    "publish",
                                                                    Map.of(
                                                                            "topic",
                                                                            "annotated.bean.said",
                                                                            "payload",
                                                                            "hello"))
                                                            .get("matched"))
                                            .isEqualTo(3L));
            protocol.ok(
                    "queue.send",
                    Map.of(
                            "queue",
                            "annotated-work",
                            "payload",
                            Map.of("id", "o7", "price", 1, "lines", List.of())));
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> {
                            List<String> calls = new ArrayList<>();
                            for (String app : List.of("shared", "bundled", "remote")) {
                                String lines = Node.get("/" + app + "/annotated");
                                assertThat(lines).contains("said annotated.bean.said hello");
                                calls.addAll(lines.lines().toList());
                            }
                            assertThat(calls).containsOnlyOnce("work o7");
                        });
    }

    private static Object twice(Protocol protocol) throws Exception {
        Map<String, Object> reply =
                protocol.ok(
                        "rpc.call",
                        Map.of(
                                "commands",
                                List.of(
                                        Map.of(
                                                "name",
                                                "x",
                                                "function",
                                                "annotated.twice",
                                                "args",
                                                List.of(21)))));
        return ((Map<?, ?>) reply.get("results")).get("x");
    }

    private static void assertScenario(String application, String attachment) throws Exception {
        Map<String, Object> seen =
                Node.json("/" + application + "/probe?name=" + application + "Probe");
        Findings.assertRight(seen, application + "Probe", attachment);
    }
}
