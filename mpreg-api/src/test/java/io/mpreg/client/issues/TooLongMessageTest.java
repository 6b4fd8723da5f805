package io.mpreg.client.issues;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.topic.Publication;
import io.mpreg.client.ConnectionState;
import io.mpreg.client.MpregClients;
import io.mpreg.client.RawServer;
import io.mpreg.client.RemoteMpregClient;
import io.mpreg.client.RemoteOptions;
import io.mpreg.wire.Fields;
import io.mpreg.wire.json.Json;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A message that was longer than the node takes was sent in spite of what the node had said. It
 * ended a connection of objects; in parts, it kept everything behind it waiting, and what did not
 * fit beside it was refused although the node had long refused the message itself.
 */
class TooLongMessageTest {

    private static final int FRAME_BYTES = 100_000;
    private static final int PATIENCE_S = 30;

    @Test
    void isRefusedWithoutTheNode() throws Exception {
        try (RawServer server = new RawServer();
                RemoteMpregClient client =
                        MpregClients.connect(RemoteOptions.to(server.url().toString()))) {
            server.accept();
            server.agree("mpreg.v1.json", new byte[0]);
            answer(
                    server,
                    "\"limits\":{\"payloadBytes\":50000,\"frameBytes\":" + FRAME_BYTES + "}");
            Payload payload = Payload.json("\"" + "x".repeat(FRAME_BYTES) + "\"");
            assertThatThrownBy(() -> client.topics().publish("a.b", payload))
                    .isInstanceOfSatisfying(
                            MpregException.class,
                            e -> {
                                assertThat(e.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
                                assertThat(e.details()).containsEntry("limit", (long) FRAME_BYTES);
                            });
            CompletableFuture<?> next =
                    client.topics()
                            .publishAsync(Publication.on("a.c").payload(1))
                            .toCompletableFuture();
            assertThat(answer(server, "\"messageId\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\""))
                    .isEqualTo("a.c");
            next.get(PATIENCE_S, TimeUnit.SECONDS);
            assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
        }
    }

    /* Agrees to the next request; its topic. */
    private static String answer(RawServer server, String fields) throws Exception {
        Fields request = new Fields((Map<?, ?>) Json.parse(server.next().payload()));
        String reply = "{\"op\":\"ok\",\"id\":\"" + request.text("id") + "\"," + fields + "}";
        server.raw(RawServer.frame(0x81, reply.getBytes(UTF_8)));
        return request.text("topic", "");
    }
}
