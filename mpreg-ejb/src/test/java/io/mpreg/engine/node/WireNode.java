package io.mpreg.engine.node;

import io.mpreg.ejb.executor.ServerPlatform;
import io.mpreg.ejb.executor.WorkerSettings;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.session.SessionSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A whole node with real threads, and clients of it that know nothing but the protocol. */
final class WireNode implements AutoCloseable {

    private final ServerPlatform platform;
    private final LocalNode node;
    private final List<WirePeer> peers = new ArrayList<>();

    WireNode(Path data) {
        this(data, settings -> settings);
    }

    WireNode(Path data, UnaryOperator<NodeSettings> change) {
        platform = new ServerPlatform(WorkerSettings.defaults(), Thread::new);
        node =
                LocalNode.start(
                        change.apply(NodeSettings.defaults(new NodeIdentity("wire", "lab"), data)),
                        platform.platform());
    }

    /** Settings with other limits of sessions. */
    static NodeSettings with(NodeSettings all, SessionSettings session) {
        return new NodeSettings(
                all.identity(),
                all.data(),
                all.gate(),
                all.router(),
                all.rpc(),
                all.pubSub(),
                all.queue(),
                all.journal(),
                all.cache(),
                all.monitor(),
                session);
    }

    /** A new connection of a remote client. */
    WirePeer peer() {
        WirePeer peer = new WirePeer();
        peer.open(
                node.sessions().open(new Caller("peer", "", Set.of(), Caller.Origin.REMOTE), peer));
        peers.add(peer);
        return peer;
    }

    /** Ends the connections of a test, and checks that each request of them had its one reply. */
    void rest() {
        peers.forEach(WirePeer::finish);
        peers.clear();
    }

    @Override
    public void close() {
        node.close();
        platform.close();
    }
}
