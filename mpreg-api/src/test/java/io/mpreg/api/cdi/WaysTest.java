package io.mpreg.api.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.Attachment;
import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.codec.Codecs;
import io.mpreg.api.spi.BridgePublication;
import io.mpreg.api.spi.MpregNode;
import io.mpreg.client.ClientThreads;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Which way to a node is taken. */
class WaysTest {

    private static LateNode node(Map<String, String> settings) {
        return new LateNode(
                () ->
                        new Application(
                                "app",
                                Settings.read(key -> Optional.ofNullable(settings.get(key))),
                                ClientThreads.own(),
                                Runnable::run,
                                Codecs.standard(WaysTest.class.getClassLoader())));
    }

    @Test
    void anAddressGoesBeforeANodeInThisJvm() {
        try (MemoryNode here = MemoryNode.published("here");
                LateNode node =
                        node(Map.of(Settings.URL, "ws://127.0.0.1:1/", Settings.PATIENCE, "1ms"))) {
            LateClient client = new LateClient(node);
            assertThat(client.attachment()).isEqualTo(Attachment.REMOTE);
            assertThatThrownBy(() -> client.topics().publish("a", 1))
                    .isInstanceOfSatisfying(
                            MpregException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
            assertThat(here.registered()).isEmpty();
        }
    }

    @Test
    void aNodeOfOtherClassesIsReachedThroughItsBridge() throws Exception {
        BlockingQueue<String> connected = new LinkedBlockingQueue<>();
        try (Copy copy = new Copy(connected);
                LateNode node = node(Map.of())) {
            assertThat(copy.name()).isEqualTo("copied");
            assertThat(new LateClient(node).attachment()).isEqualTo(Attachment.BRIDGED);
            assertThat(connected.poll(20, TimeUnit.SECONDS)).isEqualTo("app");
        }
    }

    @Test
    void aBridgeOfTheSameClassesIsNotTheWay() {
        try (MemoryNode here = new MemoryNode("here");
                BridgePublication bridge = BridgePublication.publish(here);
                LateNode node = node(Map.of(Settings.PATIENCE, "1ms"))) {
            assertThat(bridge.isPublished()).isTrue();
            assertThatThrownBy(node::client).hasMessageContaining("has found no node");
        }
    }

    @Test
    void aClosedClientSaysSo() {
        LateNode node = node(Map.of());
        node.close();
        assertThatThrownBy(node::client)
                .isInstanceOf(MpregException.class)
                .hasMessageContaining("the application is stopping, its client is closed");
    }

    /** A node whose API classes are another copy. */
    private static final class Copy implements AutoCloseable {
        private final URLClassLoader loader;
        private final AutoCloseable publication;

        Copy(BlockingQueue<String> connected) throws Exception {
            URL api = MpregNode.class.getProtectionDomain().getCodeSource().getLocation();
            loader = new URLClassLoader(new URL[] {api}, ClassLoader.getPlatformClassLoader());
            Class<?> type = loader.loadClass(MpregNode.class.getName());
            Object info =
                    loader.loadClass(NodeInfo.class.getName())
                            .getConstructor(String.class, String.class, String.class)
                            .newInstance(name(), "c", "v");
            Consumer<byte[]> outbound = frame -> {};
            Object node =
                    Proxy.newProxyInstance(
                            loader,
                            new Class<?>[] {type},
                            (proxy, method, arguments) -> {
                                if (method.getName().equals("info")) {
                                    return info;
                                }
                                connected.add((String) arguments[0]);
                                return outbound;
                            });
            Method publish =
                    loader.loadClass(BridgePublication.class.getName()).getMethod("publish", type);
            publication = (AutoCloseable) publish.invoke(null, node);
        }

        String name() {
            return "copied";
        }

        @Override
        public void close() throws Exception {
            publication.close();
            loader.close();
        }
    }
}
