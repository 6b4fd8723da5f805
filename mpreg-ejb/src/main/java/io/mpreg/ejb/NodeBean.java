package io.mpreg.ejb;

import io.mpreg.api.spi.BridgePublication;
import io.mpreg.api.spi.NodeRegistry;
import io.mpreg.ejb.config.NodeConfiguration;
import io.mpreg.ejb.executor.ServerPlatform;
import io.mpreg.ejb.health.NodeVitals;
import io.mpreg.ejb.session.SessionDoor;
import io.mpreg.ejb.session.TicketOffice;
import io.mpreg.ejb.session.User;
import io.mpreg.ejb.storage.LocalVitals;
import io.mpreg.ejb.storage.StorageInUseException;
import io.mpreg.ejb.storage.StorageOpening;
import io.mpreg.ejb.storage.StorageProbe;
import io.mpreg.engine.gate.Tickets;
import io.mpreg.engine.node.LocalNode;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.Locale;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Starts the node with the application and stops it with the application; nothing else.
 *
 * <p><b>Failure.</b> A wrong configuration or unusable storage refuses the start of the
 * application, with a message that says what to do.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class NodeBean {

    private static final Logger LOG = System.getLogger(NodeBean.class.getName());

    private @Nullable ServerPlatform platform;
    private @Nullable LocalNode node;
    private @Nullable BridgePublication bridge;

    @Resource ManagedThreadFactory threads;
    @Inject RunningNode running;
    @Inject StorageOpening opening;
    @Inject StorageProbe probe;
    @Inject NodeVitals vitals;
    @Inject SessionDoor door;
    @Inject TicketOffice office;

    @PostConstruct
    void start() {
        try {
            Config config = ConfigProvider.getConfig();
            NodeConfiguration configuration =
                    NodeConfiguration.read(key -> config.getOptionalValue(key, String.class));
            warnAbout(configuration, config);
            platform = new ServerPlatform(configuration.workers(), threads);
            node = opened(configuration, platform);
            running.started(node);
            vitals.begin(new LocalVitals(node, configuration.node().data(), probe));
            office.open(tickets(configuration, node, platform));
            door.open(node.sessions(), configuration.socket());
            NodeRegistry.publish(node);
            bridge = BridgePublication.publish(node);
            LOG.log(
                    Level.INFO,
                    "node {0} of cluster {1} runs MPREG {2}; its data are in {3}",
                    node.info().node(),
                    node.info().cluster(),
                    node.info().version(),
                    configuration.node().data());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "MPREG does not start: {0}", String.valueOf(e));
            stop();
            throw e;
        }
    }

    /* Needs none of the server's executors: they may be gone by now. */
    @PreDestroy
    void stop() {
        door.shut();
        office.shut();
        vitals.end();
        running.stopped();
        if (bridge != null) {
            bridge.close();
            bridge = null;
        }
        if (node != null) {
            NodeRegistry.withdraw(node);
            node.close();
            LOG.log(Level.INFO, "node {0} has stopped", node.info().node());
            node = null;
        }
        if (platform != null) {
            platform.close();
            platform = null;
        }
    }

    private LocalNode opened(NodeConfiguration configuration, ServerPlatform on) {
        try {
            return opening.open(configuration.node(), on.platform());
        } catch (StorageInUseException e) {
            throw e.problem();
        }
    }

    private static Tickets<User> tickets(
            NodeConfiguration configuration, LocalNode node, ServerPlatform platform) {
        Tickets<User> tickets =
                new Tickets<>(
                        configuration.tickets(), platform.platform().clock(), new SecureRandom());
        node.monitor().gauge("transport.tickets.unused", tickets::unused);
        for (Tickets.Fate fate : Tickets.Fate.values()) {
            node.monitor()
                    .gauge(
                            "transport.tickets." + fate.name().toLowerCase(Locale.ROOT),
                            () -> tickets.counted(fate));
        }
        return tickets;
    }

    private static void warnAbout(NodeConfiguration configuration, Config config) {
        for (String name : configuration.unknown(config.getPropertyNames())) {
            LOG.log(
                    Level.WARNING,
                    "configuration key {0} is not known to MPREG and has no effect",
                    name);
        }
    }
}
