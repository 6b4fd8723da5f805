package io.mpreg.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

/** The client needs nothing but a JDK. */
class PlainJvmTest {

    private static final String[] CLASSES = {
        "io.mpreg.api.MpregClient",
        "io.mpreg.api.rpc.MpregServices",
        "io.mpreg.api.rpc.MpregService",
        "io.mpreg.api.cache.MpregCache",
        "io.mpreg.api.cache.MpregCached",
        "io.mpreg.api.spi.NodeRegistry",
        "io.mpreg.api.spi.BridgePublication",
        "io.mpreg.client.MpregClients",
        "io.mpreg.client.RemoteOptions",
        "io.mpreg.wire.json.Json",
    };

    @Test
    void theClientLoadsWithoutAnyLibrary() throws Exception {
        URL jar =
                Class.forName("io.mpreg.api.MpregClient")
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation();
        try (URLClassLoader bare =
                new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader())) {
            for (String name : CLASSES) {
                Class<?> loaded = Class.forName(name, true, bare);
                assertThat(loaded.getClassLoader()).isSameAs(bare);
                assertThat(loaded.getMethods()).isNotNull();
                assertThat(loaded.getAnnotations()).isNotNull();
            }
            Method standard =
                    bare.loadClass("io.mpreg.api.codec.Codecs")
                            .getMethod("standard", ClassLoader.class);
            Object codec = standard.invoke(null, bare);
            Method encode =
                    bare.loadClass("io.mpreg.api.codec.ValueCodec")
                            .getMethod("encode", Object.class);
            assertThat(encode.invoke(codec, java.util.List.of(1, "a")).toString())
                    .contains("application/json");
        }
    }
}
