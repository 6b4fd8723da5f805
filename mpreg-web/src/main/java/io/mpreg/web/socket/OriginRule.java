package io.mpreg.web.socket;

import io.mpreg.ejb.session.SocketSettings;
import java.net.URI;
import java.util.Locale;

/**
 * Which pages may connect: those of the server itself and of the origins that are allowed. A client
 * that is no page has no origin and needs none, but must be somebody when the server is secured.
 */
final class OriginRule {

    private static final String ANY = "*";

    private OriginRule() {}

    static boolean allows(SocketSettings settings, Handshake.Notes notes) {
        if (notes.origin().isEmpty()) {
            return !settings.secured() || !notes.user().isNobody();
        }
        String origin = notes.origin().toLowerCase(Locale.ROOT);
        for (String allowed : settings.origins()) {
            if (allowed.equals(ANY) || normal(allowed).equals(origin)) {
                return true;
            }
        }
        return isOwn(origin, notes.host().toLowerCase(Locale.ROOT));
    }

    private static String normal(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /* Behind a proxy that ends TLS the scheme says nothing, so host and port decide. */
    private static boolean isOwn(String origin, String host) {
        try {
            URI uri = URI.create(origin);
            String authority = uri.getRawAuthority();
            if (authority == null || host.isEmpty()) {
                return false;
            }
            int standard = "https".equals(uri.getScheme()) ? 443 : 80;
            return withPort(authority, standard).equals(withPort(host, standard));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String withPort(String authority, int standard) {
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon >= 0 && colon > authority.lastIndexOf(']');
        return hasPort ? authority : authority + ":" + standard;
    }
}
