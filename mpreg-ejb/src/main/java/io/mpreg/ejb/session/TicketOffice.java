package io.mpreg.ejb.session;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.engine.gate.Tickets;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Issues tickets while there is a node.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
@ApplicationScoped
public class TicketOffice implements TicketPort {

    private volatile @Nullable Tickets<User> tickets;

    /** The node is ready. */
    public void open(Tickets<User> from) {
        tickets = from;
    }

    /** The node is about to stop; what was issued is worth nothing any more. */
    public void shut() {
        tickets = null;
    }

    @Override
    public String issue(User user) {
        return opened().issue(user);
    }

    @Override
    public Duration lifetime() {
        return opened().settings().lifetime();
    }

    @Override
    public Optional<User> redeem(String ticket) {
        Tickets<User> from = tickets;
        return from == null ? Optional.empty() : from.redeem(ticket);
    }

    private Tickets<User> opened() {
        Tickets<User> from = tickets;
        if (from == null) {
            throw MpregException.of(
                    ErrorCode.UNAVAILABLE, "the node is starting or stopping; try again");
        }
        return from;
    }
}
