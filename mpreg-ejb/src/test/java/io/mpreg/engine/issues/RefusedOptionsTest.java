package io.mpreg.engine.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.cache.WarmOptions;
import io.mpreg.api.rpc.FunctionSpec;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Options that refuse a value by themselves did so with an exception of the JDK, which has no code
 * and names no field, while all others are refused with {@link ErrorCode#BAD_REQUEST}.
 */
class RefusedOptionsTest {

    @Test
    void warmingSaysWhichParallelismThereMayBe() {
        refused("parallelism", () -> WarmOptions.DEFAULT.parallelism(0));
        refused("parallelism", () -> WarmOptions.DEFAULT.parallelism(1001));
    }

    @Test
    void resultsThatLiveNoTimeAreRefusedLikeAnyOption() {
        FunctionSpec spec = FunctionSpec.named("f");
        refused("timeToLive", () -> spec.cacheable(Duration.ZERO));
        refused("timeToLive", () -> spec.cacheable(Duration.ofSeconds(-1)));
    }

    private static void refused(String field, ThrowingCallable options) {
        assertThatThrownBy(options)
                .isInstanceOfSatisfying(
                        MpregRequestException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST);
                            assertThat(e.details()).containsEntry("field", field);
                        });
    }
}
