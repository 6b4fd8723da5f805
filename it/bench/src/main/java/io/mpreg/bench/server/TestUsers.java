package io.mpreg.bench.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The users of a secured server: one for each role, all with the same password, on the loopback
 * address only.
 */
public final class TestUsers {

    /** The user that may do everything. */
    public static final String ADMIN = "admin";

    public static final String PASSWORD = "only-for-tests";

    private static final String WILDFLY_REALM = "ApplicationRealm";

    private static final Map<String, String> ROLES = new LinkedHashMap<>();

    static {
        ROLES.put(ADMIN, "mpreg-admin");
        ROLES.put("operator", "mpreg-operator");
        ROLES.put("viewer", "mpreg-viewer");
        ROLES.put("client", "mpreg-client");
    }

    private TestUsers() {}

    /** The {@code Authorization} header of the administrator. */
    public static String authorization() {
        String pair = ADMIN + ":" + PASSWORD;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** A drop-in for Open Liberty: the feature, and a registry with groups named as the roles. */
    static String libertyDropIn() {
        List<String> lines = new ArrayList<>();
        lines.add("<server>");
        lines.add("  <featureManager><feature>appSecurity-5.0</feature></featureManager>");
        lines.add("  <basicRegistry id=\"basic\" realm=\"mpreg\">");
        ROLES.forEach(
                (user, role) -> {
                    lines.add("    <user name=\"" + user + "\" password=\"" + PASSWORD + "\"/>");
                    lines.add("    <group name=\"" + role + "\">");
                    lines.add("      <member name=\"" + user + "\"/></group>");
                });
        lines.add("  </basicRegistry>");
        lines.add("</server>");
        return String.join("\n", lines) + "\n";
    }

    /** WildFly's {@code application-users.properties}. */
    static List<String> wildflyUsers() {
        return ROLES.keySet().stream().map(user -> user + "=" + digest(user)).toList();
    }

    /** WildFly's {@code application-roles.properties}. */
    static List<String> wildflyRoles() {
        return ROLES.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    }

    /* The form that WildFly's properties realm keeps passwords in. */
    private static String digest(String user) {
        try {
            byte[] text =
                    (user + ":" + WILDFLY_REALM + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
