package io.mpreg.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.Headers;
import io.mpreg.api.MpregAccessException;
import io.mpreg.api.Payload;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.SubscriptionSpec;
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
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A secured node lets in whom the container knows, or who has a ticket. The server has the users
 * ann, an administrator, and bob, who has no role.
 */
@ExtendWith(ArquillianExtension.class)
public class SecurityIT {

    private static final String JSON = "mpreg.v1.json";

    @Deployment(name = "mpreg", order = 1, testable = false)
    public static EnterpriseArchive mpreg() {
        return Artefacts.configured("mpreg.transport.secured=true\n");
    }

    @Deployment(name = "secret", order = 2, testable = false)
    public static WebArchive application() throws IOException {
        Path file = Files.createTempFile("mpreg", ".password");
        Files.writeString(file, "ann-secret\n");
        file.toFile().deleteOnExit();
        return Artefacts.remote("secret.war", "ann", file);
    }

    private static String basic(String user, String password) {
        String pair = user + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static Protocol as(String user, String query, String... header) {
        Map<String, String> headers = new HashMap<>();
        if (!user.isEmpty()) {
            headers.put("Authorization", basic(user, user + "-secret"));
        }
        if (header.length > 0) {
            headers.put(header[0], header[1]);
        }
        return Protocol.connect(JSON, query, headers);
    }

    private static void assertRefused(String query, Map<String, String> headers) {
        assertThatThrownBy(() -> Protocol.connect(JSON, query, headers))
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .satisfies(
                        e -> {
                            HttpResponse<?> answer =
                                    ((WebSocketHandshakeException) e.getCause()).getResponse();
                            assertThat(answer.statusCode()).isEqualTo(401);
                            assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
                        });
    }

    private static HttpResponse<String> ticket(String user) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(Node.http() + "/mpreg/api/ticket"))
                        .POST(HttpRequest.BodyPublishers.noBody());
        if (!user.isEmpty()) {
            request.header("Authorization", basic(user, user + "-secret"));
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void strangersAreRefusedBeforeThereIsAConnection() {
        assertRefused("", Map.of());
        assertRefused("", Map.of("Authorization", basic("ann", "wrong")));
        assertRefused("", Map.of("Authorization", basic("nobody", "x")));
        assertRefused("", Map.of("Origin", Node.http()));
        assertRefused("?ticket=" + "a".repeat(43), Map.of("Origin", Node.http()));
        assertRefused("?ticket=", Map.of());
    }

    @Test
    void theSessionKnowsItsUserAndRoles() throws Exception {
        try (Protocol ann = as("ann", "");
                Protocol bob = as("bob", "")) {
            assertThat(ann.ok("hello", Map.of()))
                    .containsEntry("user", "ann")
                    .containsEntry("roles", List.of("mpreg-admin"));
            assertThat(bob.ok("hello", Map.of()))
                    .containsEntry("user", "bob")
                    .containsEntry("roles", List.of());
        }
    }

    @Test
    void pagesOfOtherOriginsAreRefusedWhoeverTheUserIs() throws Exception {
        try (Protocol own = as("ann", "", "Origin", Node.http())) {
            own.ok("ping", Map.of());
        }
        assertThat(as("ann", "", "Origin", "http://elsewhere.example").closeCode()).isEqualTo(1008);
    }

    @Test
    void aPageConnectsOnceWithATicket() throws Exception {
        assertThat(ticket("").statusCode()).isEqualTo(401);
        HttpResponse<String> answer = ticket("ann");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        Map<?, ?> body = (Map<?, ?>) Json.parse(answer.body().getBytes(StandardCharsets.UTF_8));
        assertThat(body.get("expiresInMs")).isEqualTo(30_000L);
        String query = "?ticket=" + body.get("ticket");
        try (Protocol page = as("", query, "Origin", Node.http())) {
            assertThat(page.ok("hello", Map.of()))
                    .containsEntry("user", "ann")
                    .containsEntry("roles", List.of("mpreg-admin"));
        }
        assertRefused(query, Map.of("Origin", Node.http()));
    }

    @Test
    void aTicketDoesNotMakeAPageOfAnotherOriginWelcome() throws Exception {
        Map<?, ?> body =
                (Map<?, ?>) Json.parse(ticket("ann").body().getBytes(StandardCharsets.UTF_8));
        assertThat(
                        as(
                                        "",
                                        "?ticket=" + body.get("ticket"),
                                        "Origin",
                                        "http://elsewhere.example")
                                .closeCode())
                .isEqualTo(1008);
    }

    @Test
    void theJavaClientShowsItsCredentials() {
        RemoteOptions options = RemoteOptions.to(Node.webSocket());
        try (RemoteMpregClient client = MpregClients.connect(options.basic("ann", "ann-secret"))) {
            assertThat(client.topics().publish("secured.java", 1).matched()).isZero();
        }
        try (RemoteMpregClient client = MpregClients.connect(options.basic("ann", "wrong"))) {
            assertThatThrownBy(() -> client.topics().publish("secured.java", 1))
                    .isInstanceOf(MpregAccessException.class)
                    .hasMessageContaining("does not accept the credentials");
        }
        try (RemoteMpregClient client = MpregClients.connect(options)) {
            assertThatThrownBy(() -> client.topics().publish("secured.java", 1))
                    .isInstanceOf(MpregAccessException.class)
                    .hasMessageContaining("mpreg.client.password-file");
        }
    }

    @Test
    void whatIsSentCarriesTheNameOfItsSender() throws Exception {
        RemoteOptions options = RemoteOptions.to(Node.webSocket());
        try (RemoteMpregClient ann = MpregClients.connect(options.basic("ann", "ann-secret"));
                RemoteMpregClient bob = MpregClients.connect(options.basic("bob", "bob-secret"))) {
            BlockingQueue<Headers> seen = new LinkedBlockingQueue<>(8);
            ann.topics()
                    .subscribe(
                            SubscriptionSpec.of("secured.sender"),
                            Payload.class,
                            message -> seen.add(message.headers()));
            ann.rpc()
                    .register(
                            FunctionSpec.named("secured.who"),
                            call -> call.principal().orElse("nobody"));
            bob.topics()
                    .publish(
                            Publication.on("secured.sender")
                                    .header(Headers.PRINCIPAL, "somebody else"));
            Headers headers = seen.poll(10, TimeUnit.SECONDS);
            assertThat(headers).isNotNull();
            assertThat(headers.principal()).contains("bob");
            assertThat(bob.rpc().call("secured.who").as(String.class)).isEqualTo("bob");
        }
    }

    @Test
    void anApplicationShowsTheCredentialsOfItsConfiguration() throws Exception {
        Findings.assertRight(Node.json("/secret/probe?name=secretProbe"), "secretProbe", "REMOTE");
    }
}
