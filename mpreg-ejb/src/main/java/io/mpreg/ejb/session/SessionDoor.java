package io.mpreg.ejb.session;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.session.Dialect;
import io.mpreg.engine.session.Session;
import io.mpreg.engine.session.Sessions;
import io.mpreg.engine.transport.Channel;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Lets connections in while there is a node to take them. Only the opening of a session goes
 * through this bean; what it hands out are plain objects.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
@ApplicationScoped
public class SessionDoor implements SessionPort {

    private volatile SocketSettings settings = SocketSettings.defaults();
    private volatile @Nullable Sessions sessions;

    /** Opens the door: the node is ready. */
    public void open(Sessions to, SocketSettings how) {
        settings = how;
        sessions = to;
    }

    /** Shuts the door: the node is about to stop. Sessions that are open stay so. */
    public void shut() {
        sessions = null;
    }

    @Override
    public SocketSettings settings() {
        return settings;
    }

    @Override
    public ClientSession open(Peer peer, Outbound outbound) {
        Sessions to = sessions;
        if (to == null) {
            throw MpregException.of(
                    ErrorCode.UNAVAILABLE, "the node is starting or stopping; try again");
        }
        Caller caller =
                new Caller(
                        "ws " + peer.address(),
                        peer.principal(),
                        peer.roles(),
                        Caller.Origin.REMOTE);
        Dialect dialect = Dialect.of(peer.subprotocol());
        return new Opened(to.open(caller, new Carrier(outbound), dialect));
    }

    /** A connection as the engine sees it. */
    private record Carrier(Outbound outbound) implements Channel {

        @Override
        public void send(byte[] frame, Sent sent) {
            outbound.send(
                    frame,
                    new Outbound.Sent() {
                        @Override
                        public void sent() {
                            sent.sent();
                        }

                        @Override
                        public void failed(String reason) {
                            sent.failed(reason);
                        }
                    });
        }

        @Override
        public void ping() {
            outbound.ping();
        }

        @Override
        public void close(int code, String reason) {
            outbound.close(code, reason);
        }
    }

    /** A session as the endpoint sees it. */
    private record Opened(Session session) implements ClientSession {

        @Override
        public void frame(byte[] frame) {
            session.frame(frame);
        }

        @Override
        public void together(Runnable frames) {
            session.together(frames);
        }

        @Override
        public void pong() {
            session.pong();
        }

        @Override
        public void closed(String reason) {
            session.closed(reason);
        }
    }
}
