package io.mpreg.api.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.MpregClient;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.codec.ValueCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class NodeRegistryTest {

    /** A node of which a name and a session are known. */
    record Named(String name, List<String> told) implements MpregNode {

        static Named of(String name) {
            return new Named(name, new ArrayList<>());
        }

        @Override
        public NodeInfo info() {
            return new NodeInfo(name, "c", "v");
        }

        @Override
        public MpregClient client(String application, ValueCodec codec) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MpregClient client(String application, ValueCodec codec, Executor context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Consumer<byte[]> connect(String application, Consumer<byte[]> inbound) {
            told.add(application);
            return frame -> inbound.accept(frame);
        }
    }

    @Test
    void theLatestNodeIsKnownUntilItIsWithdrawn() throws Exception {
        MpregNode first = Named.of("first");
        MpregNode second = Named.of("second");
        List<String> seen = new ArrayList<>();
        AutoCloseable observer =
                NodeRegistry.onChange(
                        () ->
                                seen.add(
                                        NodeRegistry.current()
                                                .map(node -> node.info().node())
                                                .orElse("none")));
        NodeRegistry.publish(first);
        NodeRegistry.publish(second);
        NodeRegistry.withdraw(first);
        assertThat(NodeRegistry.current()).contains(second);
        assertThat(NodeRegistry.await(Duration.ZERO)).contains(second);
        NodeRegistry.withdraw(second);
        assertThat(NodeRegistry.await(Duration.ZERO)).isEmpty();
        observer.close();
        NodeRegistry.publish(first);
        NodeRegistry.withdraw(first);
        assertThat(seen).containsExactly("first", "second", "none");
    }

    @Test
    void aBridgeIsThereOnceAndGoesWithItsPublication() throws Exception {
        Named node = Named.of("bridged");
        List<String> published = new ArrayList<>();
        List<byte[]> frames = new ArrayList<>();
        try (AutoCloseable observer = Bridge.onPublished(() -> published.add("yes"));
                BridgePublication publication = BridgePublication.publish(node);
                BridgePublication other = BridgePublication.publish(Named.of("other"))) {
            assertThat(observer).isNotNull();
            assertThat(publication.isPublished()).isTrue();
            assertThat(other.isPublished()).isFalse();
            assertThat(Bridge.isThere()).isTrue();
            assertThat(Bridge.classLoader())
                    .contains(String.valueOf(Bridge.class.getClassLoader()));
            Bridge.connect("app", frames::add).accept(new byte[] {7});
        }
        assertThat(node.told()).containsExactly("app");
        assertThat(frames).singleElement().isEqualTo(new byte[] {7});
        assertThat(published).containsExactly("yes");
        assertThat(Bridge.isThere()).isFalse();
        assertThat(Bridge.classLoader()).isEmpty();
    }
}
