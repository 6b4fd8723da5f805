package io.mpreg.web.security;

import io.mpreg.ejb.session.User;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** A request that a ticket has authenticated instead of the container. */
final class TicketRequest extends SessionlessRequest {

    private final User user;

    TicketRequest(HttpServletRequest request, User user) {
        super(request);
        this.user = user;
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        return user.isNobody() ? null : user::name;
    }

    @Override
    public @Nullable String getRemoteUser() {
        return user.isNobody() ? null : user.name();
    }

    @Override
    public boolean isUserInRole(String role) {
        return user.roles().contains(role);
    }
}
