package io.mpreg.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.MpregLimitException;
import io.mpreg.engine.time.VirtualTime;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TicketsTest {

    private static final Duration LIFETIME = Duration.ofSeconds(30);

    private final VirtualTime time = new VirtualTime();
    private final Tickets<String> tickets =
            new Tickets<>(new TicketSettings(LIFETIME, 3), time, new Random(7));

    @Test
    void isGoodForOneUse() {
        String ticket = tickets.issue("ann");
        assertThat(ticket).hasSize(43).matches("[A-Za-z0-9_-]+");
        assertThat(tickets.redeem(ticket)).contains("ann");
        assertThat(tickets.redeem(ticket)).isEmpty();
        assertThat(tickets.counted(Tickets.Fate.REDEEMED)).isEqualTo(1);
        assertThat(tickets.counted(Tickets.Fate.REFUSED)).isEqualTo(1);
    }

    @Test
    void isGoodForAShortTime() {
        String ticket = tickets.issue("ann");
        time.advance(LIFETIME.minusNanos(1));
        String later = tickets.issue("bob");
        time.advance(Duration.ofNanos(1));
        assertThat(tickets.redeem(ticket)).isEmpty();
        assertThat(tickets.redeem(later)).contains("bob");
        assertThat(tickets.counted(Tickets.Fate.EXPIRED)).isEqualTo(1);
    }

    @Test
    void whatWasNeverIssuedIsRefused() {
        tickets.issue("ann");
        for (String wrong : new String[] {"", "x", "a".repeat(43), "a".repeat(1 << 20)}) {
            assertThat(tickets.redeem(wrong)).isEmpty();
        }
        assertThat(tickets.unused()).isEqualTo(1);
    }

    @Test
    void soManyMayBeUnused() {
        tickets.issue("a");
        tickets.issue("b");
        String third = tickets.issue("c");
        assertThatThrownBy(() -> tickets.issue("d"))
                .isInstanceOf(MpregLimitException.class)
                .hasMessageContaining("mpreg.transport.tickets");
        assertThat(tickets.counted(Tickets.Fate.WITHHELD)).isEqualTo(1);
        tickets.redeem(third);
        tickets.issue("d");
        time.advance(LIFETIME);
        tickets.issue("e");
        assertThat(tickets.unused()).isEqualTo(1);
    }

    @Test
    void noTwoAreTheSame() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String ticket = tickets.issue("ann");
            assertThat(seen.add(ticket)).isTrue();
            tickets.redeem(ticket);
        }
    }
}
