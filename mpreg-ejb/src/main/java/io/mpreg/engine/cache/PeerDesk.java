package io.mpreg.engine.cache;

import io.mpreg.api.Headers;
import io.mpreg.api.MpregSystem;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.Payload;
import io.mpreg.engine.cache.peer.Coordination;
import io.mpreg.engine.cache.peer.CoordinationClass;
import io.mpreg.engine.cache.peer.CoordinationCodec;
import io.mpreg.engine.cache.peer.KeyRef;
import io.mpreg.engine.cache.peer.Peers;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.route.Provenance;
import io.mpreg.engine.route.Router;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.time.Clock;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.topic.Taxonomy;
import io.mpreg.engine.topic.TopicName;
import java.util.List;
import java.util.Map;

/**
 * Makes messages of what the caches of the cluster tell each other, and hands them over.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. {@link #broadcast} and {@link #send}
 * may be called with locks held, {@link #show} may not.
 */
final class PeerDesk {

    private final NodeInfo node;
    private final Clock clock;
    private final UlidSource ulids;
    private final Router router;
    private final Peers peers;
    private final Provenance provenance;

    PeerDesk(NodeInfo node, Clock clock, UlidSource ulids, Router router, Peers peers) {
        this.node = node;
        this.clock = clock;
        this.ulids = ulids;
        this.router = router;
        this.peers = peers;
        this.provenance = Provenance.local(MpregSystem.CACHE, node.cluster());
    }

    String self() {
        return peers.self();
    }

    String cluster() {
        return node.cluster();
    }

    boolean alone() {
        return peers.others().isEmpty();
    }

    List<String> others() {
        return List.copyOf(peers.others());
    }

    Clock clock() {
        return clock;
    }

    void broadcast(TopicName topic, Coordination message) {
        peers.broadcast(message(topic, message));
    }

    void send(String peer, TopicName topic, Coordination message) {
        peers.send(peer, message(topic, message));
    }

    /** Tells the others of an invalidation in a region that this node does not have. */
    void invalidateElsewhere(String region, Invalidation what) {
        if (!alone()) {
            broadcast(
                    what.by() == Invalidation.By.KEY
                            ? RegionTopics.invalidation(new KeyRef(region, what.value()))
                            : Taxonomy.CACHE_COORDINATION.topic("invalidation", region),
                    new Coordination.Invalidate(region, 0, what.by().name(), what.value()));
        }
    }

    /** Tells those in this node who listen to the topic. */
    void show(TopicName topic, Coordination message) {
        if (router.reachesAnyone(topic, MessageKind.CACHE)) {
            router.dispatch(message(topic, message));
        }
    }

    /** The topic of messages that compare how far nodes are. */
    TopicName gossip() {
        return Taxonomy.CACHE_GOSSIP.topic(node.node());
    }

    private UnifiedMessage message(TopicName topic, Coordination message) {
        CoordinationClass kind = message.kind();
        Payload payload = CoordinationCodec.write(message, clock.nanos());
        return new UnifiedMessage(
                ulids.next(),
                topic,
                MessageKind.CACHE,
                kind.guarantee(),
                kind.priority(),
                payload,
                new Headers(Map.of("peer", peers.self())),
                provenance,
                clock.millis(),
                UnifiedMessage.NO_DEADLINE);
    }
}
