package io.mpreg.engine.gate;

import java.util.Objects;
import java.util.Set;

/**
 * Who asks.
 *
 * @param application the application or connection, for the monitor
 * @param principal the name of the authenticated user; empty for nobody
 * @param roles the roles of that user
 * @param origin where the request comes from
 */
public record Caller(String application, String principal, Set<String> roles, Origin origin) {

    /** Where a request comes from. */
    public enum Origin {
        /** The node itself. */
        NODE,
        /** An application in the same process. */
        LOCAL,
        /** A client over a connection. */
        REMOTE
    }

    /** The node itself. */
    public static final Caller NODE = new Caller("mpreg", "", Set.of(), Origin.NODE);

    public Caller {
        Objects.requireNonNull(application, "application");
        Objects.requireNonNull(principal, "principal");
        roles = Set.copyOf(roles);
        Objects.requireNonNull(origin, "origin");
    }

    /** Whether it may change how the node treats others. */
    public boolean mayOperate() {
        return isTrusted() || roles.contains("mpreg-admin") || roles.contains("mpreg-operator");
    }

    /** Whether it may look at what concerns others. */
    public boolean mayLook() {
        return mayOperate() || roles.contains("mpreg-viewer");
    }

    /* Without a name there is nobody to ask for a role: the node is not secured. */
    private boolean isTrusted() {
        return origin != Origin.REMOTE || principal.isEmpty();
    }

    /** An application in the same process. */
    public static Caller local(String application) {
        return new Caller(application, "", Set.of(), Origin.LOCAL);
    }
}
