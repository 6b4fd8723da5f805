package io.mpreg.api.spi;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ListenerNotFoundException;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerNotification;
import javax.management.NotificationListener;
import javax.management.RuntimeMBeanException;

/**
 * Finds the node that some other class loader of this process has published.
 *
 * <p><b>Threads.</b> Stateless.
 *
 * @since 0.1
 */
public final class Bridge {

    private static final System.Logger LOG = System.getLogger(Bridge.class.getName());

    private Bridge() {}

    /** Whether a node is published. */
    public static boolean isThere() {
        return BridgePublication.server().isRegistered(BridgePublication.name());
    }

    /** The class loader of the published node's API classes, for people. */
    public static Optional<String> classLoader() {
        try {
            return Optional.of(
                    String.valueOf(
                            BridgePublication.server()
                                    .getAttribute(BridgePublication.name(), "ClassLoader")));
        } catch (JMException e) {
            LOG.log(System.Logger.Level.DEBUG, "no bridge", e);
            return Optional.empty();
        }
    }

    /**
     * Opens a session, as {@link MpregNode#connect} says.
     *
     * @throws io.mpreg.api.MpregUnavailableException if no node is published
     */
    @SuppressWarnings("unchecked") // the operation's description says so
    public static Consumer<byte[]> connect(String application, Consumer<byte[]> inbound) {
        try {
            return (Consumer<byte[]>)
                    BridgePublication.server()
                            .invoke(
                                    BridgePublication.name(),
                                    BridgePublication.CONNECT,
                                    new Object[] {application, inbound},
                                    BridgePublication.signature());
        } catch (InstanceNotFoundException e) {
            throw unavailable("no node has published " + BridgePublication.NAME, e);
        } catch (JMException | RuntimeMBeanException e) {
            throw unavailable("the node refuses a session: " + e.getCause(), e);
        }
    }

    /**
     * Tells when a node is published, on the thread that publishes it.
     *
     * @return ends the telling
     */
    public static AutoCloseable onPublished(Runnable action) {
        NotificationListener listener =
                (notification, handback) -> {
                    if (notification instanceof MBeanServerNotification change
                            && change.getType()
                                    .equals(MBeanServerNotification.REGISTRATION_NOTIFICATION)
                            && change.getMBeanName().equals(BridgePublication.name())) {
                        action.run();
                    }
                };
        try {
            BridgePublication.server()
                    .addNotificationListener(
                            MBeanServerDelegate.DELEGATE_NAME, listener, null, null);
        } catch (InstanceNotFoundException e) {
            throw new IllegalStateException("a platform MBean server without a delegate", e);
        }
        return () -> {
            try {
                BridgePublication.server()
                        .removeNotificationListener(MBeanServerDelegate.DELEGATE_NAME, listener);
            } catch (InstanceNotFoundException | ListenerNotFoundException e) {
                LOG.log(System.Logger.Level.DEBUG, "the listener was gone", e);
            }
        };
    }

    private static MpregException unavailable(String what, Exception cause) {
        return MpregException.of(ErrorCode.UNAVAILABLE, what, Map.of(), cause);
    }
}
