package io.mpreg.client;

import io.mpreg.api.MpregException;
import io.mpreg.api.MpregTimeoutException;
import io.mpreg.wire.Fields;
import java.time.Duration;
import java.util.Optional;

/** Tells a node that something of the client's has ended. */
final class Farewell {

    private static final System.Logger LOG = System.getLogger(Farewell.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Farewell() {}

    /**
     * Says so and waits for the answer. Without a connection the node knows already. A node that
     * does not answer soon is not there any more: the link is given up, so that the next farewell
     * waits for nothing.
     *
     * @return the answer, if there was one
     */
    static Optional<Fields> say(Connection connection, Request request) {
        if (connection.state() != ConnectionState.CONNECTED) {
            return Optional.empty();
        }
        try {
            return Optional.of(Failures.await(connection.request(request, PATIENCE)));
        } catch (MpregTimeoutException e) {
            LOG.log(System.Logger.Level.DEBUG, "no answer to a farewell", e);
            connection.giveUp();
        } catch (MpregException e) {
            LOG.log(System.Logger.Level.DEBUG, "a farewell without the node", e);
        }
        return Optional.empty();
    }
}
