package io.mpreg.web.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.ejb.session.ClientSession;
import io.mpreg.ejb.session.Outbound;
import io.mpreg.ejb.session.SessionPort;
import io.mpreg.ejb.session.SocketSettings;
import io.mpreg.ejb.session.User;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which way frames take through a container. */
class SocketLinkTest {

    private static final byte[] SMALL = new byte[100];

    /** What the container was asked for, in order. */
    private final List<String> sent = new ArrayList<>();

    private final ArrayDeque<ByteBuffer> pings = new ArrayDeque<>();
    private boolean prompt;
    private @Nullable SendHandler underWay;
    private int through;

    @Test
    void leavesAllToAContainerThatSendsAtOnce() {
        prompt = true;
        SocketLink link = link();
        for (int i = 0; i < 10; i++) {
            send(link, SMALL);
        }
        assertThat(sent.stream().distinct().toList()).isEqualTo(List.of("later"));
        assertThat(through).isEqualTo(10);
    }

    @Test
    void writesSmallFramesItselfWhereTheContainerQueues() {
        SocketLink link = link();
        for (int i = 0; i < 6; i++) {
            send(link, SMALL);
        }
        send(link, new byte[Headroom.LARGEST + 1]);
        assertThat(sent)
                .isEqualTo(List.of("later", "later", "later", "now", "now", "now", "later"));
        assertThat(through).isEqualTo(7);
    }

    @Test
    void queuesForOneThatDoesNotReadAndWritesAgainWhenItHas() {
        SocketLink link = link();
        int frames = Headroom.LIMIT / SMALL.length + 10;
        for (int i = 0; i < frames; i++) {
            send(link, SMALL);
        }
        assertThat(sent.get(sent.size() - 1)).isEqualTo("later");
        assertThat(pings.size()).isEqualTo(1);
        link.pong(Objects.requireNonNull(pings.poll()));
        send(link, SMALL);
        assertThat(sent.get(sent.size() - 1)).isEqualTo("now");
    }

    private void send(SocketLink link, byte[] frame) {
        int before = through;
        link.send(
                frame,
                new Outbound.Sent() {
                    @Override
                    public void sent() {
                        through++;
                    }

                    @Override
                    public void failed(String reason) {
                        throw new AssertionError(reason);
                    }
                });
        SendHandler waiting = underWay;
        if (waiting != null) {
            assertThat(through).isEqualTo(before);
            underWay = null;
            waiting.onResult(new SendResult());
        }
        assertThat(through).isEqualTo(before + 1);
    }

    private SocketLink link() {
        Handshake.Notes notes = new Handshake.Notes("", "", User.NOBODY);
        SocketLink link = SocketLink.open(socket(), notes, port());
        return Objects.requireNonNull(link);
    }

    private RemoteEndpoint.Async later() {
        return fake(
                RemoteEndpoint.Async.class,
                (method, arguments) -> {
                    if (method.equals("sendBinary")) {
                        sent.add("later");
                        SendHandler handler = (SendHandler) arguments[1];
                        if (prompt) {
                            handler.onResult(new SendResult());
                        } else {
                            underWay = handler;
                        }
                    }
                    return null;
                });
    }

    private RemoteEndpoint.Basic now() {
        return fake(
                RemoteEndpoint.Basic.class,
                (method, arguments) -> {
                    if (method.equals("sendPing")) {
                        pings.add((ByteBuffer) arguments[0]);
                    } else {
                        sent.add("now");
                    }
                    return null;
                });
    }

    private Session socket() {
        return fake(
                Session.class,
                (method, arguments) ->
                        switch (method) {
                            case "getNegotiatedSubprotocol" -> Subprotocols.BINARY;
                            case "getAsyncRemote" -> later();
                            case "getBasicRemote" -> now();
                            case "getId" -> "1";
                            default -> null;
                        });
    }

    private static SessionPort port() {
        return fake(
                SessionPort.class,
                (method, arguments) ->
                        method.equals("settings")
                                ? SocketSettings.defaults()
                                : fake(ClientSession.class, (called, with) -> null));
    }

    private interface Answers {
        @Nullable Object to(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Answers answers) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> answers.to(method.getName(), arguments)));
    }
}
