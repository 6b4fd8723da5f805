package io.mpreg.web.socket;

import io.mpreg.ejb.session.SessionPort;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where clients connect to.
 *
 * <p><b>Threads.</b> One instance per connection; the container calls it with one message at a
 * time.
 */
@Dependent
@ServerEndpoint(value = "/ws", subprotocols = Subprotocols.JSON, configurator = Handshake.class)
public class ClientEndpoint {

    /** What no configuration allows to be exceeded; the container drops it before it is whole. */
    private static final int LARGEST = 64 << 20;

    // A field, because the container must be able to make an instance by itself.
    @Inject private @Nullable SessionPort port;

    private volatile @Nullable SocketLink link;

    /** A connection was made. */
    @OnOpen
    public void open(Session socket, EndpointConfig config) {
        link = SocketLink.open(socket, Handshake.of(config), Objects.requireNonNull(port));
    }

    /** A text came. */
    @OnMessage(maxMessageSize = LARGEST)
    public void text(String message) {
        SocketLink to = link;
        if (to != null) {
            to.text(message);
        }
    }

    /** Bytes came. */
    @OnMessage(maxMessageSize = LARGEST)
    public void bytes(byte[] message) {
        SocketLink to = link;
        if (to != null) {
            to.bytes(message);
        }
    }

    /** A ping was answered. */
    @OnMessage
    public void pong(PongMessage message) {
        SocketLink to = link;
        if (to != null) {
            to.pong(message.getApplicationData());
        }
    }

    /** The connection has ended. */
    @OnClose
    public void close(CloseReason reason) {
        SocketLink to = link;
        if (to != null) {
            to.session().closed(reason.getCloseCode().getCode() + " " + reason.getReasonPhrase());
        }
    }

    /** The connection has failed; it ends. */
    @OnError
    public void failed(Session socket, Throwable failure) {
        SocketLink to = link;
        if (to != null) {
            to.failed(failure);
        }
    }
}
