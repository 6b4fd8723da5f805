package io.mpreg.web.socket;

import io.mpreg.ejb.session.Peer;
import io.mpreg.ejb.session.SessionPort;
import io.mpreg.ejb.session.User;
import io.mpreg.web.security.Roles;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes connections of clients that speak the compact form over from Open Liberty's WebSockets, and
 * lets this application read and write their frames ({@link StreamLink}). Everything else goes its
 * way: other servers, other protocols, and what would be refused.
 */
public class TakeoverFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final String KEY = "Sec-WebSocket-Key";
    private static final String VERSION = "13";

    /** Where Open Liberty's own classes are. */
    private static final String LIBERTY = "com.ibm.";

    private final transient ReadBuffers buffers = new ReadBuffers();
    @Inject private transient @Nullable SessionPort port;
    @Resource private transient @Nullable ManagedScheduledExecutorService timer;

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!getServletContext().getClass().getName().startsWith(LIBERTY) || !takes(request)) {
            chain.doFilter(request, response);
            return;
        }
        User user = Roles.user(request.getUserPrincipal(), request::isUserInRole);
        SessionPort to = Objects.requireNonNull(port);
        Handshake.Notes notes =
                new Handshake.Notes(header(request, "Origin"), header(request, "Host"), user);
        if (!to.settings().streams()
                || !OriginRule.allows(to.settings(), notes)
                || to.settings().secured() && user.isNobody()) {
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
        response.setHeader("Upgrade", "websocket");
        response.setHeader("Connection", "Upgrade");
        response.setHeader("Sec-WebSocket-Accept", accept(header(request, KEY)));
        response.setHeader(PROTOCOL, Subprotocols.BINARY);
        String address = request.getRemoteAddr() + ":" + request.getRemotePort();
        request.upgrade(StreamLink.class)
                .enters(
                        new StreamLink.Entry(
                                new Peer(address, Subprotocols.BINARY, user.name(), user.roles()),
                                to,
                                buffers,
                                Objects.requireNonNull(timer)));
    }

    /* Whether it is a handshake after which the compact form will be spoken. */
    static boolean takes(HttpServletRequest request) {
        return "GET".equals(request.getMethod())
                && header(request, "Upgrade").equalsIgnoreCase("websocket")
                && header(request, "Connection").toLowerCase(Locale.ROOT).contains("upgrade")
                && header(request, "Sec-WebSocket-Version").equals(VERSION)
                && !header(request, KEY).isEmpty()
                && Subprotocols.chosen(List.of(header(request, PROTOCOL)))
                        .equals(Subprotocols.BINARY);
    }

    private static String header(HttpServletRequest request, String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }

    static String accept(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key.strip() + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
