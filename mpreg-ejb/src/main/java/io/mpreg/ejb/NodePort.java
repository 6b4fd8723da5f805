package io.mpreg.ejb;

import io.mpreg.ejb.session.ClientSession;
import io.mpreg.ejb.session.Outbound;
import io.mpreg.ejb.session.Peer;
import io.mpreg.ejb.session.SessionPort;
import io.mpreg.ejb.session.SocketSettings;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.session.Session;
import io.mpreg.engine.transport.Channel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Opens sessions of the running node for connections. */
@ApplicationScoped
public class NodePort implements SessionPort {

    @Inject RunningNode running;

    @Override
    public SocketSettings settings() {
        return running.socketSettings();
    }

    @Override
    public ClientSession open(Peer peer, Outbound outbound) {
        Caller caller =
                new Caller(peer.address(), peer.principal(), peer.roles(), Caller.Origin.REMOTE);
        Session session = running.get().sessions().open(caller, new SocketChannel(outbound));
        return new ClientSession() {
            @Override
            public void frame(byte[] frame) {
                session.frame(frame);
            }

            @Override
            public void pong() {
                session.pong();
            }

            @Override
            public void closed(String reason) {
                session.closed(reason);
            }
        };
    }

    /** An endpoint's way out as the engine knows it. */
    private record SocketChannel(Outbound outbound) implements Channel {

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
}
