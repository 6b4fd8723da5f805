package io.mpreg.web.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HandshakeTest {

    private static String negotiated(String... requested) {
        return new Handshake().getNegotiatedSubprotocol(List.of(), List.of(requested));
    }

    @Test
    void takesTheFirstThatItSpeaks() {
        assertThat(negotiated("mpreg.v1.json")).isEqualTo("mpreg.v1.json");
        assertThat(negotiated("mpreg.v1.bin", "mpreg.v1.json")).isEqualTo("mpreg.v1.bin");
        assertThat(negotiated("x, mpreg.v1.json , mpreg.v1.bin")).isEqualTo("mpreg.v1.json");
        assertThat(negotiated("mpreg.v9.xml")).isEmpty();
        assertThat(negotiated()).isEmpty();
    }
}
