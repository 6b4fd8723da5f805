package io.mpreg.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A wrong configuration refuses the start and lists every problem. */
@ExtendWith(ArquillianExtension.class)
public class ConfigurationIT {

    @ArquillianResource Deployer deployer;

    @Deployment(name = "misconfigured", managed = false, testable = false)
    public static EnterpriseArchive misconfigured() {
        return Artefacts.configured(
                "mpreg.rpc.max-parallel=many\nmpreg.queue.max-depth=-5\nmpreg.rpc.command-timeout=soon\n");
    }

    @Test
    void everyProblemIsListed() throws Exception {
        try {
            deployer.deploy("misconfigured");
        } catch (Exception refused) {
            // Both servers refuse the deployment; how they say so differs. The log decides.
        }
        Path log = Path.of(System.getProperty("mpreg.test.log"));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () ->
                                assertThat(text(log))
                                        .contains("MPREG-2001")
                                        .contains("mpreg.rpc.max-parallel = 'many'")
                                        .contains("mpreg.queue.max-depth = '-5'")
                                        .contains("mpreg.rpc.command-timeout = 'soon'"));
        undeployWhatIsLeft();
    }

    private void undeployWhatIsLeft() {
        try {
            deployer.undeploy("misconfigured");
        } catch (Exception nothingLeft) {
            // A server that has removed the refused deployment by itself has nothing to undeploy.
        }
    }

    private static String text(Path log) throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }
}
