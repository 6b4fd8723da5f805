package io.mpreg.web.security;

import io.mpreg.ejb.session.SessionPort;
import io.mpreg.ejb.session.TicketPort;
import io.mpreg.ejb.session.User;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets in whom the container has authenticated, or who has a ticket. Where the node is not secured,
 * everybody; so one application serves both, and the configuration decides.
 *
 * <p>Nobody gets beyond this who was refused: the answer is HTTP 401 before a connection is made.
 */
public class EntryFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = System.getLogger(EntryFilter.class.getName());
    private static final String TICKET = "ticket";
    private static final String CHALLENGE = "WWW-Authenticate";
    private static final String SOCKET = "/ws";

    @Inject private transient @Nullable SessionPort port;
    @Inject private transient @Nullable TicketPort tickets;

    /** For the container, which injects the rest. */
    public EntryFilter() {}

    EntryFilter(SessionPort port, TicketPort tickets) {
        this.port = port;
        this.tickets = tickets;
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<User> holder = holder(request);
        if (holder.isPresent()) {
            chain.doFilter(new TicketRequest(request, holder.get()), response);
        } else if (!Objects.requireNonNull(port).settings().secured()
                || authenticated(request, response)) {
            chain.doFilter(new SessionlessRequest(request), response);
        }
    }

    /* A ticket opens a connection, and nothing else. Read from the query itself: asking for
     * parameters might consume a body. */
    private Optional<User> holder(HttpServletRequest request) {
        String query = request.getQueryString();
        if (query == null
                || !request.getRequestURI().startsWith(request.getContextPath() + SOCKET)) {
            return Optional.empty();
        }
        for (String pair : query.split("&")) {
            if (pair.startsWith(TICKET + "=")) {
                return Objects.requireNonNull(tickets)
                        .redeem(pair.substring(TICKET.length() + 1))
                        .filter(user -> !user.isNobody());
            }
        }
        return Optional.empty();
    }

    private static boolean authenticated(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (request.getUserPrincipal() != null) {
            return true;
        }
        try {
            if (request.authenticate(response) && request.getUserPrincipal() != null) {
                return true;
            }
        } catch (ServletException e) {
            LOG.log(Level.DEBUG, "the container refused to authenticate", e);
        }
        if (!response.isCommitted()) {
            // WildFly leaves the challenge out where nothing was shown at all.
            if (!response.containsHeader(CHALLENGE)) {
                response.setHeader(CHALLENGE, "Basic realm=\"mpreg\"");
            }
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        }
        return false;
    }
}
