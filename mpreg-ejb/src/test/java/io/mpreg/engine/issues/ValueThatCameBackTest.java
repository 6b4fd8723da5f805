package io.mpreg.engine.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.engine.cache.Agreement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nodes of a replicated region held different values for good, because they had fewer tombstones
 * than keys come and go. A node that had forgotten a write took the one before it from somebody who
 * had not heard of the later one yet (2713 and most others); or from somebody who had heard as
 * much, but had no room for the later one either (7529, 13031). Both had heard the same then, so
 * nobody noticed: nodes compared how far they are and not what they hold.
 */
class ValueThatCameBackTest {

    @ParameterizedTest
    @ValueSource(
            longs = {
                597, 1476, 2713, 4858, 7529, 8945, 10496, 11115, 13031, 15678, 15942, 17694, 18897,
                19666, 19959
            })
    void nodesAgree(long seed) {
        assertThat(Agreement.replicated(seed).disagreements()).isEmpty();
    }

    /** What a tag took out came in the order of addresses in memory, another one each time. */
    @Test
    void aSeedSaysWhatHappens() {
        assertThat(Agreement.replicated(1476)).isEqualTo(Agreement.replicated(1476));
    }
}
