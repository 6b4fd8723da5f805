package io.mpreg.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MpregExceptionTest {

    @Test
    void everyCodeHasItsIdAndItsType() {
        Set<String> ids = new HashSet<>();
        for (ErrorCode code : ErrorCode.values()) {
            MpregException e = MpregException.of(code, "what", Map.of("field", "x"));
            assertThat(ids.add(code.id())).as("%s is the only one", code.id()).isTrue();
            assertThat(code.id()).matches("MPREG-\\d{4}");
            assertThat(ErrorCode.of(code.id())).contains(code);
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.details()).containsEntry("field", "x");
            assertThat(e).hasToString(e.getClass().getName() + ": " + code.id() + ": what");
        }
        assertThat(ErrorCode.of("MPREG-0000")).isEmpty();
    }

    @Test
    void typesGoWithRanges() {
        assertThat(MpregException.of(ErrorCode.CALL_TIMED_OUT, ""))
                .isInstanceOf(MpregTimeoutException.class);
        assertThat(MpregException.of(ErrorCode.UNKNOWN_FUNCTION, ""))
                .isInstanceOf(MpregRpcException.class);
        assertThat(MpregException.of(ErrorCode.UNAVAILABLE, ""))
                .isInstanceOf(MpregUnavailableException.class);
        assertThat(MpregException.of(ErrorCode.STORAGE_FULL, ""))
                .isInstanceOf(MpregStorageException.class);
        assertThat(MpregException.of(ErrorCode.BAD_CONFIGURATION, ""))
                .isInstanceOf(MpregConfigException.class);
        assertThat(MpregException.of(ErrorCode.PROTOCOL, ""))
                .isInstanceOf(MpregProtocolException.class);
    }
}
