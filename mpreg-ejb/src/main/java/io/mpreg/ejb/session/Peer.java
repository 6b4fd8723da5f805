package io.mpreg.ejb.session;

import java.util.Objects;
import java.util.Set;

/**
 * Who is at the other end of a connection.
 *
 * @param address where the connection comes from, for people
 * @param subprotocol the protocol that was agreed on
 * @param principal the name of the authenticated user; empty for nobody
 * @param roles the roles of that user
 */
public record Peer(String address, String subprotocol, String principal, Set<String> roles) {

    public Peer {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(subprotocol, "subprotocol");
        Objects.requireNonNull(principal, "principal");
        roles = Set.copyOf(roles);
    }
}
