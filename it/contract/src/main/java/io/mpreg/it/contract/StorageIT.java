package io.mpreg.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A node at the edge to its disk, within the bounds of MicroProfile Fault Tolerance: it waits for a
 * predecessor that has not let go of the data, and is not ready while the disk does not take what
 * is written. Operators change the bounds by the standard keys.
 */
@ExtendWith(ArquillianExtension.class)
public class StorageIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String IN_USE = "are in use by another";
    private static final Path DATA = Path.of("target/storage-it").toAbsolutePath();

    @ArquillianResource Deployer deployer;

    @Deployment(name = "patient", managed = false, testable = false)
    public static EnterpriseArchive patient() {
        // The last key makes the breaker of the probe quick to try again.
        return Artefacts.configured(
                "mpreg.node.data-dir="
                        + DATA
                        + "\nio.mpreg.ejb.storage.StorageOpening/open/Retry/maxRetries=100"
                        + "\nio.mpreg.ejb.storage.StorageProbe/write/CircuitBreaker/delay=100\n");
    }

    @Deployment(name = "impatient", managed = false, testable = false)
    public static EnterpriseArchive impatient() {
        return Artefacts.configured(
                "impatient.ear",
                "mpreg.node.data-dir="
                        + DATA
                        + "\nio.mpreg.ejb.storage.StorageOpening/open/Retry/maxRetries=0\n");
    }

    @BeforeEach
    void folders() throws IOException {
        Files.createDirectories(DATA.resolve("queues"));
    }

    private static FileChannel heldByAnother() throws IOException {
        FileChannel channel =
                FileChannel.open(
                        DATA.resolve("queues/journal.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        assertThat(channel.tryLock()).isNotNull();
        return channel;
    }

    private static int complaints() throws IOException {
        Path log = Path.of(System.getProperty("mpreg.test.log", ""));
        return Files.exists(log) ? Files.readString(log).split(IN_USE, -1).length - 1 : 0;
    }

    @Test
    void aNodeWaitsForItsPredecessorToStop() throws Exception {
        int before = complaints();
        FileChannel predecessor = heldByAnother();
        CompletableFuture<Void> stopped =
                CompletableFuture.runAsync(
                        () -> {
                            await().atMost(LIMIT).until(() -> complaints() >= before + 2);
                            try {
                                predecessor.close();
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        deployer.deploy("patient");
        try {
            stopped.join();
            try (Protocol protocol = Protocol.connect()) {
                protocol.ok("ping", Map.of());
            }
        } finally {
            deployer.undeploy("patient");
        }
    }

    @Test
    void operatorsDecideHowOftenItTries() throws Exception {
        int before = complaints();
        try (FileChannel predecessor = heldByAnother()) {
            assertThat(predecessor.isOpen()).isTrue();
            assertThatThrownBy(() -> deployer.deploy("impatient"))
                    .hasStackTraceContaining("impatient");
        }
        assertThat(complaints()).isEqualTo(before + 1);
    }

    @Test
    void aNodeThatCannotWriteIsNotReady() throws Exception {
        deployer.deploy("patient");
        try {
            await().atMost(LIMIT).until(StorageIT::isReady);
            Path probe = DATA.resolve("probe");
            Files.delete(probe);
            Files.createDirectory(probe);
            for (int i = 0; i < 8; i++) {
                // The first tries fail, those after them are not even made.
                assertThat(isReady()).isFalse();
            }
            Files.delete(probe);
            await().atMost(LIMIT).until(StorageIT::isReady);
        } finally {
            deployer.undeploy("patient");
        }
    }

    private static boolean isReady() throws IOException, InterruptedException {
        URI url = URI.create(System.getProperty("mpreg.test.health", "") + "/ready");
        HttpResponse<String> answer =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(url).timeout(LIMIT).build(),
                                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).contains("mpreg-ready");
        return answer.statusCode() == 200;
    }
}
