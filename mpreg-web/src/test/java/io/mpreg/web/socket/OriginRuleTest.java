package io.mpreg.web.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.ejb.session.SocketSettings;
import io.mpreg.ejb.session.User;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OriginRuleTest {

    private static SocketSettings settings(boolean secured, String... origins) {
        return new SocketSettings(1000, Duration.ofSeconds(1), Set.of(origins), secured, true);
    }

    private static Handshake.Notes from(String origin, String host) {
        return new Handshake.Notes(origin, host, User.NOBODY);
    }

    @Test
    void pagesOfTheServerItselfMayConnect() {
        SocketSettings own = settings(false);
        assertThat(OriginRule.allows(own, from("http://h:9080", "h:9080"))).isTrue();
        assertThat(OriginRule.allows(own, from("http://H", "h"))).isTrue();
        assertThat(OriginRule.allows(own, from("http://h", "h:80"))).isTrue();
        assertThat(OriginRule.allows(own, from("https://h", "h:443"))).isTrue();
        assertThat(OriginRule.allows(own, from("https://h", "h"))).isTrue();
        assertThat(OriginRule.allows(own, from("http://[::1]:9080", "[::1]:9080"))).isTrue();
    }

    @Test
    void otherPagesMayNotUnlessTheyAreListed() {
        for (String origin :
                new String[] {"http://evil", "http://h:1", "null", "h", "http://h.evil", "%"}) {
            assertThat(OriginRule.allows(settings(false), from(origin, "h"))).as(origin).isFalse();
        }
        SocketSettings listed = settings(false, "https://Shop.example/");
        assertThat(OriginRule.allows(listed, from("https://shop.example", "h"))).isTrue();
        assertThat(OriginRule.allows(listed, from("http://shop.example", "h"))).isFalse();
        assertThat(OriginRule.allows(settings(false, "*"), from("http://evil", "h"))).isTrue();
    }

    @Test
    void clientsThatAreNoPagesMustBeSomebodyWhereItIsSecured() {
        assertThat(OriginRule.allows(settings(false), from("", "h"))).isTrue();
        assertThat(OriginRule.allows(settings(true), from("", "h"))).isFalse();
        Handshake.Notes known = new Handshake.Notes("", "h", new User("ann", Set.of()));
        assertThat(OriginRule.allows(settings(true), known)).isTrue();
    }
}
