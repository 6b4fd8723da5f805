package io.mpreg.web.security;

import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import io.mpreg.ejb.session.TicketPort;
import io.mpreg.wire.json.Json;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers {@code POST /api/ticket}: a ticket with which a page may open one connection. */
public class TicketServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final int TOO_MANY_REQUESTS = 429;

    @Inject private transient @Nullable TicketPort tickets;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        TicketPort from = Objects.requireNonNull(tickets);
        Map<String, Object> answer = new LinkedHashMap<>();
        try {
            answer.put(
                    "ticket",
                    from.issue(Roles.user(request.getUserPrincipal(), request::isUserInRole)));
            answer.put("expiresInMs", from.lifetime().toMillis());
        } catch (MpregException e) {
            response.setStatus(
                    e instanceof MpregLimitException
                            ? TOO_MANY_REQUESTS
                            : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            answer.put("code", e.code().id());
            answer.put("message", e.getMessage());
        }
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(Json.write(answer));
    }
}
