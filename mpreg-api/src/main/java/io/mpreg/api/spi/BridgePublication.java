package io.mpreg.api.spi;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Shows a node to the applications of its process that have their own copy of the API classes: an
 * MBean whose operation {@code connect(String, Consumer)} takes and gives JDK types only.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * <p><b>Failure.</b> A process has one bridge; a second node is not published and a warning says
 * so.
 *
 * @since 0.1
 */
public final class BridgePublication implements AutoCloseable {

    /** The name under which the bridge is found. */
    public static final String NAME = "io.mpreg:type=Bridge";

    /** The operation that opens a session. */
    public static final String CONNECT = "connect";

    private static final System.Logger LOG = System.getLogger(BridgePublication.class.getName());

    private final AtomicBoolean published = new AtomicBoolean();

    private BridgePublication() {}

    /** Publishes a node until the publication is closed. */
    public static BridgePublication publish(MpregNode node) {
        BridgePublication publication = new BridgePublication();
        try {
            server().registerMBean(new BridgeBean(node), name());
            publication.published.set(true);
        } catch (InstanceAlreadyExistsException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} exists already; applications with their own copy of the API reach the"
                            + " node that published it, not {1}",
                    NAME,
                    node.info().node());
        } catch (JMException e) {
            throw new IllegalStateException("the bridge could not be published", e);
        }
        return publication;
    }

    /** Whether applications find the node this way. */
    public boolean isPublished() {
        return published.get();
    }

    /** Withdraws the node; sessions that are open stay open. */
    @Override
    public void close() {
        if (!published.compareAndSet(true, false)) {
            return;
        }
        try {
            server().unregisterMBean(name());
        } catch (InstanceNotFoundException e) {
            LOG.log(System.Logger.Level.DEBUG, "somebody else has withdrawn the bridge", e);
        } catch (JMException e) {
            throw new IllegalStateException("the bridge could not be withdrawn", e);
        }
    }

    static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    static ObjectName name() {
        try {
            return new ObjectName(NAME);
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The types of the operation, for those who call it. */
    static String[] signature() {
        return new String[] {String.class.getName(), Consumer.class.getName()};
    }
}
