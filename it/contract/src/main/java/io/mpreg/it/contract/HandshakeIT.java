package io.mpreg.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregAccessException;
import io.mpreg.api.MpregUnavailableException;
import io.mpreg.client.Credentials;
import io.mpreg.client.MpregClients;
import io.mpreg.client.RemoteMpregClient;
import io.mpreg.client.RemoteOptions;
import io.mpreg.wire.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The ways in which the container learns who connects, all of them at the same server: by name and
 * password over TLS, by a client's certificate, by a token.
 */
@ExtendWith(ArquillianExtension.class)
public class HandshakeIT {

    private static final String NAME_AND_PASSWORD =
            "Basic "
                    + Base64.getEncoder()
                            .encodeToString("ann:ann-secret".getBytes(StandardCharsets.UTF_8));

    @Deployment(name = "mpreg", order = 1, testable = false)
    public static EnterpriseArchive mpreg() {
        return Artefacts.configured("mpreg.transport.secured=true\n");
    }

    @Deployment(name = "token", order = 2, testable = false)
    public static WebArchive withToken() throws Exception {
        Path file = Files.createTempFile("mpreg", ".token");
        Files.writeString(file, TestKeys.token() + "\n");
        file.toFile().deleteOnExit();
        return Artefacts.remote(
                "token.war",
                Map.of(
                        "mpreg.client.url", Node.secureWebSocket(),
                        "mpreg.client.token-file", file.toString(),
                        "mpreg.client.trust-store", TestKeys.file("clients.p12").toString(),
                        "mpreg.client.trust-store-password-file",
                                TestKeys.file("password").toString()));
    }

    @Deployment(name = "certificate", order = 3, testable = false)
    public static WebArchive withCertificate() {
        return Artefacts.remote(
                "certificate.war",
                Map.of(
                        "mpreg.client.url", Node.secureWebSocket(),
                        "mpreg.client.key-store", TestKeys.file("ann.p12").toString(),
                        "mpreg.client.key-store-password-file",
                                TestKeys.file("password").toString(),
                        "mpreg.client.trust-store", TestKeys.file("clients.p12").toString(),
                        "mpreg.client.trust-store-password-file",
                                TestKeys.file("password").toString()));
    }

    private static void assertIsAnn(Map<String, String> headers, SSLContext tls) throws Exception {
        try (Protocol ann = Protocol.connect(tls, "", headers)) {
            assertThat(ann.ok("hello", Map.of()))
                    .containsEntry("user", "ann")
                    .containsEntry("roles", List.of("mpreg-admin"));
        }
    }

    private static void assertRefused(Map<String, String> headers, SSLContext tls) {
        assertThatThrownBy(() -> Protocol.connect(tls, "", headers))
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .satisfies(
                        e ->
                                assertThat(
                                                ((WebSocketHandshakeException) e.getCause())
                                                        .getResponse()
                                                        .statusCode())
                                        .isEqualTo(401));
    }

    private static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    private static RemoteOptions options() {
        return RemoteOptions.to(Node.secureWebSocket()).patience(Duration.ofSeconds(20));
    }

    private static void assertComesIn(RemoteOptions options) {
        try (RemoteMpregClient client = MpregClients.connect(options)) {
            assertThat(client.topics().publish("handshake.topic", 1).matched()).isZero();
        }
    }

    private static void assertIsRefused(RemoteOptions options) {
        try (RemoteMpregClient client = MpregClients.connect(options)) {
            assertThatThrownBy(() -> client.topics().publish("handshake.topic", 1))
                    .isInstanceOfSatisfying(
                            MpregAccessException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED));
        }
    }

    @Test
    void byNameAndPasswordOverTls() throws Exception {
        assertIsAnn(Map.of("Authorization", NAME_AND_PASSWORD), TestKeys.trusting());
        assertRefused(Map.of(), TestKeys.trusting());
        assertComesIn(options().tls(TestKeys.trusting()).basic("ann", "ann-secret"));
        assertIsRefused(options().tls(TestKeys.trusting()).basic("ann", "wrong"));
        assertIsRefused(options().tls(TestKeys.trusting()));
    }

    @Test
    void aClientThatDoesNotTrustTheServerTellsItNothing() {
        RemoteOptions options = options().basic("ann", "ann-secret");
        try (RemoteMpregClient client =
                MpregClients.connect(options.patience(Duration.ofSeconds(1)))) {
            assertThatThrownBy(() -> client.topics().publish("handshake.topic", 1))
                    .isInstanceOf(MpregUnavailableException.class);
        }
    }

    @Test
    void byCertificate() throws Exception {
        assertIsAnn(Map.of(), TestKeys.showing("ann"));
        assertComesIn(options().tls(TestKeys.showing("ann")));
        // The authority knows mallory, the server's users do not.
        assertRefused(Map.of(), TestKeys.showing("mallory"));
        assertIsRefused(options().tls(TestKeys.showing("mallory")));
        // Who is not known by a certificate may be by another way.
        assertIsAnn(Map.of("Authorization", NAME_AND_PASSWORD), TestKeys.showing("mallory"));
    }

    @Test
    void aCertificateThatTheAuthorityHasNotIssuedIsWorthNothing() throws Exception {
        // The JDK does not even show it where the server names whom it trusts; else TLS fails.
        assertThatThrownBy(() -> Protocol.connect(TestKeys.showing(TestKeys.FORGED), "", Map.of()))
                .hasCauseInstanceOf(IOException.class);
        try (RemoteMpregClient client =
                MpregClients.connect(
                        options()
                                .tls(TestKeys.showing(TestKeys.FORGED))
                                .patience(Duration.ofSeconds(2)))) {
            assertThatThrownBy(() -> client.topics().publish("handshake.topic", 1))
                    .isInstanceOfAny(MpregAccessException.class, MpregUnavailableException.class);
        }
    }

    @Test
    void byToken() throws Exception {
        assertIsAnn(bearer(TestKeys.token()), TestKeys.trusting());
        assertComesIn(options().tls(TestKeys.trusting()).bearer(TestKeys.token()));
        for (String wrong :
                List.of(
                        TestKeys.expired(),
                        TestKeys.ofAnother(),
                        TestKeys.forAnother(),
                        TestKeys.token() + "A",
                        "nothing")) {
            assertRefused(bearer(wrong), TestKeys.trusting());
            assertIsRefused(options().tls(TestKeys.trusting()).bearer(wrong));
        }
    }

    @Test
    void aTokenThatWasRenewedIsShownAtTheNextConnection() throws Exception {
        List<String> tokens = List.of(TestKeys.expired(), TestKeys.token());
        AtomicInteger shown = new AtomicInteger();
        Credentials renewed =
                Credentials.bearer(() -> tokens.get(Math.min(1, shown.getAndIncrement())));
        try (RemoteMpregClient client =
                MpregClients.connect(options().tls(TestKeys.trusting()).credentials(renewed))) {
            org.awaitility.Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .ignoreExceptionsInstanceOf(MpregAccessException.class)
                    .until(() -> client.topics().publish("handshake.renewed", 1).matched() == 0);
            assertThat(shown.get()).isGreaterThan(1);
        }
    }

    @Test
    void aPageConnectsWithATicketOverTls() throws Exception {
        HttpClient browser = HttpClient.newBuilder().sslContext(TestKeys.trusting()).build();
        HttpResponse<String> answer =
                browser.send(
                        HttpRequest.newBuilder(URI.create(Node.https() + "/mpreg/api/ticket"))
                                .header("Authorization", NAME_AND_PASSWORD)
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        Map<?, ?> body = (Map<?, ?>) Json.parse(answer.body().getBytes(StandardCharsets.UTF_8));
        String query = "?ticket=" + body.get("ticket");
        try (Protocol page =
                Protocol.connect(TestKeys.trusting(), query, Map.of("Origin", Node.https()))) {
            assertThat(page.ok("hello", Map.of())).containsEntry("user", "ann");
        }
    }

    @Test
    void applicationsShowWhatTheirConfigurationNames() throws Exception {
        Findings.assertRight(Node.json("/token/probe?name=tokenProbe"), "tokenProbe", "REMOTE");
        Findings.assertRight(
                Node.json("/certificate/probe?name=certificateProbe"),
                "certificateProbe",
                "REMOTE");
    }
}
