package io.mpreg.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.ejb.session.ClientSession;
import io.mpreg.ejb.session.Outbound;
import io.mpreg.ejb.session.Peer;
import io.mpreg.ejb.session.SessionPort;
import io.mpreg.ejb.session.SocketSettings;
import io.mpreg.ejb.session.TicketPort;
import io.mpreg.ejb.session.User;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who gets beyond the filter, as whom, and what others are told. */
class EntryFilterTest {

    private final Map<String, User> valid = new HashMap<>();
    private final Map<String, String> headers = new HashMap<>();
    private String path = "/mpreg/ws";
    private String query;
    private Principal principal;
    private boolean containerAccepts;
    private int status = 200;
    private HttpServletRequest passed;

    private void enter(boolean secured) throws Exception {
        status = 200;
        passed = null;
        SocketSettings settings =
                new SocketSettings(1000, Duration.ofSeconds(1), Set.of(), secured, true);
        new EntryFilter(new Port(settings), new Office())
                .doFilter(request(), response(), (request, r) -> passed = as(request));
    }

    private static HttpServletRequest as(Object request) {
        return (HttpServletRequest) request;
    }

    private HttpServletRequest request() {
        return proxy(
                HttpServletRequest.class,
                (method, argument) ->
                        switch (method) {
                            case "getQueryString" -> query;
                            case "getRequestURI" -> path;
                            case "getContextPath" -> "/mpreg";
                            case "getUserPrincipal" -> principal;
                            case "isUserInRole" -> false;
                            case "authenticate" -> authenticate();
                            case "getSession" -> asked(argument);
                            default -> throw new AssertionError(method);
                        });
    }

    /* There is no HTTP session, and nobody may have one made. */
    private static Object asked(Object[] argument) {
        assertThat(argument).containsExactly(false);
        return null;
    }

    private boolean authenticate() {
        principal = containerAccepts ? () -> "ann" : null;
        return containerAccepts;
    }

    private HttpServletResponse response() {
        return proxy(
                HttpServletResponse.class,
                (method, argument) ->
                        switch (method) {
                            case "isCommitted" -> false;
                            case "containsHeader" -> headers.containsKey(argument[0]);
                            case "setHeader" ->
                                    headers.put((String) argument[0], (String) argument[1]);
                            case "setStatus" -> status = (Integer) argument[0];
                            default -> throw new AssertionError(method);
                        });
    }

    private interface Call {
        Object run(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> call.run(method.getName(), arguments)));
    }

    @Test
    void everybodyEntersANodeThatIsNotSecured() throws Exception {
        enter(false);
        assertThat(passed).isNotNull();
        assertThat(status).isEqualTo(200);
    }

    @Test
    void noHttpSessionIsMadeForAConnection() throws Exception {
        enter(false);
        assertThat(passed.getSession()).isNull();
        assertThat(passed.getSession(true)).isNull();
    }

    @Test
    void whomTheContainerDoesNotKnowIsRefused() throws Exception {
        enter(true);
        assertThat(passed).isNull();
        assertThat(status).isEqualTo(401);
        assertThat(headers).containsEntry("WWW-Authenticate", "Basic realm=\"mpreg\"");
    }

    @Test
    void whomTheContainerKnowsEnters() throws Exception {
        containerAccepts = true;
        enter(true);
        assertThat(passed.getUserPrincipal().getName()).isEqualTo("ann");
    }

    @Test
    void aTicketStandsForItsUserOnce() throws Exception {
        valid.put("t1", new User("bob", Set.of("mpreg-viewer")));
        query = "x=1&ticket=t1";
        enter(true);
        assertThat(passed.getUserPrincipal().getName()).isEqualTo("bob");
        assertThat(passed.getRemoteUser()).isEqualTo("bob");
        assertThat(passed.isUserInRole("mpreg-viewer")).isTrue();
        assertThat(passed.isUserInRole("mpreg-admin")).isFalse();
        enter(true);
        assertThat(status).isEqualTo(401);
    }

    @Test
    void aTicketOfNobodyOrForAnotherPlaceIsWorthNothing() throws Exception {
        valid.put("t1", User.NOBODY);
        query = "ticket=t1";
        enter(true);
        assertThat(status).isEqualTo(401);
        valid.put("t2", new User("bob", Set.of()));
        query = "ticket=t2";
        path = "/mpreg/api/ticket";
        enter(true);
        assertThat(status).isEqualTo(401);
        assertThat(valid).containsKey("t2");
    }

    private record Port(SocketSettings settings) implements SessionPort {
        @Override
        public ClientSession open(Peer peer, Outbound outbound) {
            throw new AssertionError("no session is opened here");
        }
    }

    private final class Office implements TicketPort {
        @Override
        public String issue(User user) {
            throw new AssertionError("no ticket is issued here");
        }

        @Override
        public Duration lifetime() {
            return Duration.ofSeconds(30);
        }

        @Override
        public Optional<User> redeem(String ticket) {
            return Optional.ofNullable(valid.remove(ticket));
        }
    }
}
