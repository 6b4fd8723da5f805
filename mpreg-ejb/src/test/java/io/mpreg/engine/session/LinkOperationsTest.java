package io.mpreg.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.engine.transport.CircuitBreaker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What operators see of connections, and do to their breakers. */
class LinkOperationsTest {

    private final SessionNode node = new SessionNode();
    private final WireClient client = node.connect();
    private final WireClient operator = node.connect();

    @SuppressWarnings("unchecked")
    private Map<String, Object> shown(WireClient of) {
        return ((List<Map<String, Object>>) operator.ok("transport.breakers").get("breakers"))
                .stream()
                        .filter(one -> of.session.id().equals(one.get("session")))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void showsEverySessionWithItsHealth() {
        client.ok("ping");
        assertThat(shown(client))
                .containsEntry("client", "test")
                .containsEntry("user", "")
                .containsEntry("breaker", "CLOSED")
                .containsEntry("forced", false)
                .containsEntry("status", "HEALTHY")
                .containsEntry("trend", "STABLE")
                .containsEntry("operations", 1L);
        assertThat((List<?>) operator.ok("transport.breakers", "limit", 1).get("breakers"))
                .hasSize(1);
    }

    @Test
    void anOpenedBreakerRefusesUntilItIsReset() {
        String id = client.session.id();
        assertThat(operator.ok("transport.breaker", "session", id, "action", "OPEN"))
                .containsEntry("breaker", "OPEN");
        assertThat(client.error("publish", "topic", "t")).isEqualTo("MPREG-1503");
        client.ok("ping");
        client.ok("hello");
        operator.ok("publish", "topic", "t");
        for (int i = 0; i < 60; i++) {
            node.time.advance(Duration.ofSeconds(10));
            client.session.pong();
            operator.session.pong();
        }
        assertThat(client.error("publish", "topic", "t")).isEqualTo("MPREG-1503");
        assertThat(shown(client)).containsEntry("forced", true);
        assertThat(operator.ok("transport.breaker", "session", id, "action", "RESET"))
                .containsEntry("breaker", "CLOSED");
        client.ok("publish", "topic", "t");
    }

    @Test
    void theSameIsAtHandInTheSameProcess() {
        CircuitBreaker breaker = node.sessions.breaker(client.session.id()).orElseThrow();
        breaker.forceOpen();
        assertThat(client.error("publish", "topic", "t")).isEqualTo("MPREG-1503");
        breaker.reset();
        client.ok("publish", "topic", "t");
        assertThat(node.sessions.breaker("nobody")).isEmpty();
    }

    @Test
    void usersNeedTheRole() {
        String id = client.session.id();
        WireClient bob = node.connect("bob", "mpreg-client");
        assertThat(bob.error("transport.breakers")).isEqualTo("MPREG-1403");
        assertThat(bob.error("transport.breaker", "session", id)).isEqualTo("MPREG-1403");
        WireClient viewer = node.connect("vera", "mpreg-viewer");
        viewer.ok("transport.breakers");
        assertThat(viewer.error("transport.breaker", "session", id)).isEqualTo("MPREG-1403");
        for (String role : List.of("mpreg-operator", "mpreg-admin")) {
            WireClient allowed = node.connect("otto", role);
            allowed.ok("transport.breakers");
            allowed.ok("transport.breaker", "session", id);
        }
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThat(operator.error("transport.breaker")).isEqualTo("MPREG-1400");
        assertThat(operator.error("transport.breaker", "session", "x")).isEqualTo("MPREG-1404");
        assertThat(
                        operator.error(
                                "transport.breaker",
                                "session",
                                client.session.id(),
                                "action",
                                "HALF"))
                .isEqualTo("MPREG-1400");
    }
}
