package io.mpreg.web.security;

import io.mpreg.ejb.session.User;
import java.security.Principal;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The roles that mean something to a node; the application's descriptors declare the same. */
public final class Roles {

    private static final List<String> ALL =
            List.of("mpreg-admin", "mpreg-operator", "mpreg-viewer", "mpreg-client");

    private Roles() {}

    /**
     * The user that a container has authenticated.
     *
     * @param principal null for nobody
     * @param isInRole whether that user has a role
     */
    public static User user(@Nullable Principal principal, Predicate<String> isInRole) {
        return principal == null ? User.NOBODY : new User(principal.getName(), of(isInRole));
    }

    private static Set<String> of(Predicate<String> isInRole) {
        return ALL.stream().filter(isInRole).collect(Collectors.toUnmodifiableSet());
    }
}
