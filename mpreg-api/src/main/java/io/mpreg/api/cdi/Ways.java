package io.mpreg.api.cdi;

import io.mpreg.api.Attachment;
import io.mpreg.api.codec.ApplicationCodec;
import io.mpreg.api.spi.Bridge;
import io.mpreg.api.spi.BridgePublication;
import io.mpreg.api.spi.MpregNode;
import io.mpreg.api.spi.NodeRegistry;
import io.mpreg.client.MpregClients;
import io.mpreg.client.RemoteMpregClient;
import io.mpreg.client.RemoteOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ways to a node, in the order in which they are tried: the configured address, the registry in
 * the same classes, the bridge. <b>Not</b> thread-safe.
 */
final class Ways implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Ways.class.getName());

    private final Application application;
    private @Nullable RemoteMpregClient connected;

    Ways(Application application) {
        this.application = application;
    }

    /** A way that is open now. */
    Optional<Reached> find() {
        Optional<RemoteOptions> remote = application.settings().remote();
        if (remote.isPresent()) {
            return Optional.of(remote(remote.get()));
        }
        return NodeRegistry.current().map(this::shared).or(this::bridged);
    }

    private Reached remote(RemoteOptions options) {
        LOG.log(
                System.Logger.Level.INFO,
                "application ''{0}'' reaches its node REMOTE, over WebSocket at {1}",
                application.name(),
                options.urls());
        return connected(
                MpregClients.connect(
                        options.application(application.name()).codec(application.codec()),
                        application.threads()),
                Attachment.REMOTE);
    }

    private Reached shared(MpregNode node) {
        LOG.log(
                System.Logger.Level.INFO,
                "application ''{0}'' reaches node ''{1}'' SHARED, by method calls",
                application.name(),
                node.info().node());
        return new Reached(
                node.client(application.name(), application.codec(), application.context()),
                Attachment.SHARED,
                Optional.of(node));
    }

    private Optional<Reached> bridged() {
        Optional<String> theirs = Bridge.isThere() ? Bridge.classLoader() : Optional.empty();
        if (theirs.isEmpty() || theirs.get().equals(ours())) {
            // Nothing, or a node with these very classes that is about to enter the registry.
            return Optional.empty();
        }
        LOG.log(
                System.Logger.Level.INFO,
                "application ''{0}'' reaches its node BRIDGED, by frames within this JVM",
                application.name());
        LOG.log(
                System.Logger.Level.WARNING,
                "application ''{0}'' has its own copy of mpreg-api.jar, in {1}; the node''s is in"
                        + " {2}. This works, but copies every value. If it was not intended, share the"
                        + " server''s copy and do not bundle the jar: docs/how-to/reach-a-node.md",
                application.name(),
                ours(),
                theirs.get());
        return Optional.of(
                connected(
                        MpregClients.bridge(
                                application.name(),
                                new ApplicationCodec.Unbound(application.codec()),
                                application.threads()),
                        Attachment.BRIDGED));
    }

    private Reached connected(RemoteMpregClient client, Attachment way) {
        connected = client;
        return new Reached(client, way, Optional.empty());
    }

    private static String ours() {
        return String.valueOf(Bridge.class.getClassLoader());
    }

    /** What was looked at in vain, for people. */
    static String lookedAt() {
        return Settings.URL
                + " is not set, no node shares the API classes of "
                + ours()
                + ", and no node shows itself as "
                + BridgePublication.NAME
                + " in this JVM";
    }

    @Override
    public void close() {
        if (connected != null) {
            connected.close();
        }
    }
}
