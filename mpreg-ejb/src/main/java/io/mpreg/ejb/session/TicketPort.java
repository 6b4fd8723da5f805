package io.mpreg.ejb.session;

import java.time.Duration;
import java.util.Optional;

/**
 * Where pages get what they show when they connect; injected into what answers them.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public interface TicketPort {

    /**
     * A new ticket for one connection of that user.
     *
     * @throws io.mpreg.api.MpregLimitException if too many are unused
     * @throws io.mpreg.api.MpregUnavailableException if the node is starting or stopping
     */
    String issue(User user);

    /** How long a ticket is good for. */
    Duration lifetime();

    /** Uses a ticket; empty if it is none, was used before or has expired. */
    Optional<User> redeem(String ticket);
}
