package io.mpreg.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.Message;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.client.ConnectionState;
import io.mpreg.client.MpregClients;
import io.mpreg.client.RemoteMpregClient;
import io.mpreg.client.RemoteOptions;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Payloads that are longer than a frame may be, in parts. */
@ExtendWith(ArquillianExtension.class)
public class LongMessageIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LONG = 20 << 20;

    @Deployment(testable = false)
    public static EnterpriseArchive node() {
        return Artefacts.configured(
                "mpreg.transport.max-payload=32MiB\nmpreg.transport.max-frame=32MiB\n");
    }

    private static RemoteMpregClient connect() {
        return MpregClients.connect(
                RemoteOptions.to(Node.webSocket()).timeout(LIMIT).patience(LIMIT));
    }

    private static Payload payload(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return new Payload("application/octet-stream", bytes);
    }

    @Test
    void crossTopicsAndComeBackFromFunctions() throws Exception {
        try (RemoteMpregClient here = connect();
                RemoteMpregClient there = connect()) {
            BlockingQueue<Message<Payload>> heard = new ArrayBlockingQueue<>(10);
            there.topics().<Payload>subscribe("long.topic", Payload.class, heard::add);
            Payload payload = payload(1, LONG);
            assertThat(here.topics().publish("long.topic", payload).matched()).isEqualTo(1);
            here.topics().publish("long.topic", 7);
            Message<Payload> message = heard.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(message).isNotNull();
            assertThat(message.payload()).isEqualTo(payload);
            message = heard.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(message).isNotNull();
            assertThat(message.payload().text()).isEqualTo("7");
            there.rpc().register(FunctionSpec.named("long.echo"), call -> call.args().get(0));
            Payload argument = payload(2, LONG);
            assertThat(here.rpc().call("long.echo", argument).payload()).isEqualTo(argument);
        }
    }

    @Test
    void areRefusedBeyondTheLimitAndTheConnectionStays() throws Exception {
        try (RemoteMpregClient client = connect()) {
            client.node();
            Payload payload = payload(3, 33 << 20);
            assertThatThrownBy(() -> client.topics().publish("long.topic", payload))
                    .isInstanceOfSatisfying(
                            MpregException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
            assertThat(client.rpc().call("mpreg.add", 1, 2).as(Integer.class)).isEqualTo(3);
            assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
        }
    }
}
