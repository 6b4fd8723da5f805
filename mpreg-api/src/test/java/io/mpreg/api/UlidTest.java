package io.mpreg.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UlidTest {

    private static final String TEXT = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    @Test
    void theExampleOfTheSpecification() {
        Ulid id = Ulid.parse(TEXT);
        assertThat(id).hasToString(TEXT);
        assertThat(id.millis()).isEqualTo(1_469_922_850_259L);
        assertThat(id.instant()).isEqualTo(Instant.ofEpochMilli(1_469_922_850_259L));
        assertThat(Ulid.isValid(TEXT)).isTrue();
    }

    @Test
    void textAndBitsAreTheSame() {
        long seed = 20261125;
        Random random = new Random(seed);
        Ulid before = new Ulid(random.nextLong(), random.nextLong());
        for (int i = 0; i < 10_000; i++) {
            Ulid id = new Ulid(random.nextLong(), random.nextLong());
            assertThat(Ulid.parse(id.toString())).as("seed %s, round %s", seed, i).isEqualTo(id);
            assertThat(Integer.signum(id.compareTo(before)))
                    .as("order of %s and %s", id, before)
                    .isEqualTo(Integer.signum(id.toString().compareTo(before.toString())));
            before = id;
        }
    }

    @Test
    void smallLettersAndLookAlikesAreRead() {
        assertThat(Ulid.parse(TEXT.toLowerCase(Locale.ROOT))).isEqualTo(Ulid.parse(TEXT));
        assertThat(Ulid.parse("O1ARZ3NDEKTSV4RRFFQ69G5FAV".replace('O', '0')))
                .isEqualTo(Ulid.parse("0iARZ3NDEKTSV4RRFFQ69G5FAV"))
                .isEqualTo(Ulid.parse("0LARZ3NDEKTSV4RRFFQ69G5FAV"));
    }

    @Test
    void whatIsNoUlidIsRefusedWithTheReason() {
        assertRefused("", "0 characters instead of 26");
        assertRefused(TEXT + "0", "27 characters");
        assertRefused("8" + TEXT.substring(1), "above 7");
        assertRefused(TEXT.substring(0, 25) + "U", "character 26");
        assertRefused(TEXT.substring(0, 25) + "\u0663", "character 26");
    }

    private static void assertRefused(String text, String reason) {
        assertThat(Ulid.isValid(text)).isFalse();
        assertThatThrownBy(() -> Ulid.parse(text))
                .isInstanceOf(MpregRequestException.class)
                .hasMessageContaining(reason);
    }
}
