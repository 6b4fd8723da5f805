package io.mpreg.api.cache;

import java.util.Objects;
import java.util.Optional;

/**
 * What came of fetching the entries of another node.
 *
 * @param peer the node that gave what it has; empty if there is no other node
 * @param fetched how many entries are here now that were not, or were older
 * @param entries how many entries there are here now
 * @since 0.1
 */
public record PeerWarmUp(Optional<String> peer, long fetched, long entries) {
    public PeerWarmUp {
        Objects.requireNonNull(peer, "peer");
    }
}
