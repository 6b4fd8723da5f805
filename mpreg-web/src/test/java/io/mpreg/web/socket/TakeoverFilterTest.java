package io.mpreg.web.socket;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TakeoverFilterTest {

    private final Map<String, String> headers = new HashMap<>();
    private String method = "GET";

    private boolean takes() {
        return TakeoverFilter.takes(
                (HttpServletRequest)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {HttpServletRequest.class},
                                (proxy, asked, arguments) ->
                                        switch (asked.getName()) {
                                            case "getMethod" -> method;
                                            default -> header((String) arguments[0]);
                                        }));
    }

    private String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    private void handshake() {
        headers.put("upgrade", "WebSocket");
        headers.put("connection", "keep-alive, Upgrade");
        headers.put("sec-websocket-version", "13");
        headers.put("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        headers.put("sec-websocket-protocol", "mpreg.v1.bin, mpreg.v1.json");
    }

    @Test
    void takesHandshakesForTheCompactForm() {
        handshake();
        assertThat(takes()).isTrue();
        headers.put("sec-websocket-protocol", "something, mpreg.v1.bin");
        assertThat(takes()).isTrue();
    }

    @Test
    void leavesEverythingElseToTheContainer() {
        assertThat(takes()).isFalse();
        for (String header : new String[] {"upgrade", "connection", "sec-websocket-key"}) {
            handshake();
            headers.remove(header);
            assertThat(takes()).as("without %s", header).isFalse();
        }
        handshake();
        headers.put("sec-websocket-version", "8");
        assertThat(takes()).isFalse();
        handshake();
        headers.put("sec-websocket-protocol", "mpreg.v1.json, mpreg.v1.bin");
        assertThat(takes()).isFalse();
        headers.remove("sec-websocket-protocol");
        assertThat(takes()).isFalse();
        handshake();
        assertThat(takes()).isTrue();
        method = "POST";
        assertThat(takes()).isFalse();
    }

    @Test
    void answersTheKeyAsTheStandardHasIt() {
        assertThat(TakeoverFilter.accept("dGhlIHNhbXBsZSBub25jZQ=="))
                .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }
}
