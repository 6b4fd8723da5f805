package io.mpreg.engine.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.MpregRequestException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VersionConstraintTest {

    private static boolean admits(String constraint, String version) {
        return VersionConstraint.parse("version", constraint)
                .admits(Version.parse("version", version));
    }

    @Test
    void readsWhatIsDocumented() {
        assertThat(admits("", "7")).isTrue();
        assertThat(admits("1", "1.0.0")).isTrue();
        assertThat(admits("1", "1.0.1")).isFalse();
        assertThat(admits("v1.2", "1.2")).isTrue();
        assertThat(admits(">=1.2,<2", "1.9.9")).isTrue();
        assertThat(admits(">=1.2, <2", "2")).isFalse();
        assertThat(admits("> 1.2", "1.2")).isFalse();
        assertThat(admits("=1.2", "1.2.0")).isTrue();
        assertThat(admits("==1.2", "1.3")).isFalse();
        assertThat(admits("<=1.10", "1.9")).isTrue();
    }

    @Test
    void refusesEverythingElse() {
        for (String wrong :
                List.of(
                        "x", "1.", ".1", "1.2.3.4", ">=", "1,,2", ",", "~1", "1.-2", "=>1",
                        "1 2")) {
            assertThatThrownBy(() -> VersionConstraint.parse("version", wrong))
                    .as(wrong)
                    .isInstanceOf(MpregRequestException.class)
                    .hasMessageContaining("version");
        }
    }

    @Test
    void comparesLikeTheNumbersThatTheVersionsAre() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            int one = random.nextInt(1000);
            int other = random.nextInt(1000);
            boolean[] expected = {
                one >= other, one > other, one <= other, one < other, one == other, one == other
            };
            String[] signs = {">=", ">", "<=", "<", "==", ""};
            for (int i = 0; i < signs.length; i++) {
                assertThat(admits(signs[i] + text(random, other), text(random, one)))
                        .as("seed %s: %s %s %s", seed, one, signs[i], other)
                        .isEqualTo(expected[i]);
            }
        }
    }

    /** The digits of a number as a version. */
    private static String text(Random random, int number) {
        String text = number / 100 + "." + number / 10 % 10 + "." + number % 10;
        while (text.endsWith(".0") && random.nextBoolean()) {
            text = text.substring(0, text.length() - 2);
        }
        return random.nextBoolean() ? text : "v" + text;
    }
}
