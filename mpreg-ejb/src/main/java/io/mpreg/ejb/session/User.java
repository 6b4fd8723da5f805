package io.mpreg.ejb.session;

import java.util.Objects;
import java.util.Set;

/**
 * Somebody whom the container has authenticated.
 *
 * @param name empty for nobody
 * @param roles the roles of that user
 */
public record User(String name, Set<String> roles) {

    /** Somebody who has not shown who they are. */
    public static final User NOBODY = new User("", Set.of());

    public User {
        Objects.requireNonNull(name, "name");
        roles = Set.copyOf(roles);
    }

    /** Whether it is nobody. */
    public boolean isNobody() {
        return name.isEmpty();
    }
}
