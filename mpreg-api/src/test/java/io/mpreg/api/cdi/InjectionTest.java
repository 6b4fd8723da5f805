package io.mpreg.api.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.Attachment;
import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregClient;
import io.mpreg.api.MpregUnavailableException;
import io.mpreg.api.spi.NodeRegistry;
import io.mpreg.api.topic.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InjectionTest {

    /** A bean as users write them. */
    @ApplicationScoped
    static class Orders {
        @Inject MpregClient mpreg;

        MpregClient mpreg() {
            return mpreg;
        }
    }

    private static MpregClient injected(SeContainer container) {
        return container.select(Orders.class).get().mpreg();
    }

    @Test
    void theClientReachesTheNodeThatIsThere() {
        try (MemoryNode node = MemoryNode.published("a");
                SeContainer container = Container.of(Orders.class)) {
            assertThat(injected(container).node().node()).isEqualTo("a");
            assertThat(injected(container).attachment()).isEqualTo(Attachment.SHARED);
            assertThat(injected(container).topics().publish("a.b", 1).matched()).isZero();
            assertThat(node.registered()).isEmpty();
        }
    }

    @Test
    void aContainerStartsWithoutANode() {
        try (SeContainer container = Container.of(Orders.class);
                MemoryNode node = MemoryNode.published("late")) {
            assertThat(injected(container).node().node()).isEqualTo(node.info().node());
        }
    }

    @Test
    void anOperationWaitsForItsNode() throws Exception {
        try (SeContainer container = Container.of(Map.of(Settings.PATIENCE, "1m"), Orders.class)) {
            MpregClient mpreg = injected(container);
            CompletableFuture<String> name =
                    CompletableFuture.supplyAsync(() -> mpreg.node().node());
            try (MemoryNode node = MemoryNode.published("awaited")) {
                assertThat(name.get(20, TimeUnit.SECONDS)).isEqualTo(node.info().node());
            }
        }
    }

    @Test
    void withoutANodeItSaysWhereItLookedAndWhatToDo() {
        try (SeContainer container = Container.of(Map.of(Settings.PATIENCE, "1ms"), Orders.class)) {
            assertThatThrownBy(() -> injected(container).topics().publish("a.b", 1))
                    .isInstanceOfSatisfying(
                            MpregUnavailableException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                    .hasMessageContaining("application 'application' has found no node")
                    .hasMessageContaining("mpreg.client.url is not set")
                    .hasMessageContaining("io.mpreg:type=Bridge")
                    .hasMessageContaining("Deploy mpreg.ear");
        }
    }

    @Test
    void aClientThatIsHeldFollowsToTheNextNode() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        MemoryNode first = MemoryNode.published("first");
        try (SeContainer container = Container.of(Orders.class)) {
            MpregClient mpreg = injected(container);
            Subscription subscription =
                    mpreg.topics().subscribe("a.*", String.class, m -> heard.add(m.body()));
            assertThat(first.awaitRegistration()).isEqualTo("subscription a.*");
            first.close();
            try (MemoryNode second = MemoryNode.published("second")) {
                assertThat(second.awaitRegistration()).isEqualTo("subscription a.*");
                assertThat(mpreg.node().node()).isEqualTo("second");
                mpreg.topics().publish("a.b", "hello");
                assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("hello");
                assertThat(subscription.unsubscribe()).isTrue();
                assertThat(subscription.unsubscribe()).isFalse();
                assertThat(second.registered()).isEmpty();
            }
        }
    }

    @Test
    void theEndOfTheApplicationTakesBackWhatItRegistered() {
        try (MemoryNode node = MemoryNode.published("a")) {
            try (SeContainer container = Container.of(Orders.class)) {
                injected(container).topics().subscribe("a.*", String.class, m -> {});
                assertThat(node.registered()).containsExactly("subscription a.*");
            }
            assertThat(node.registered()).isEmpty();
        }
    }

    /** A bean that has nothing to do with MPREG. */
    @ApplicationScoped
    static class Other {}

    @Test
    void anApplicationWithoutMpregIsLeftAlone() {
        AtomicInteger asked = new AtomicInteger();
        MpregExtension extension =
                new MpregExtension(
                        () -> {
                            asked.incrementAndGet();
                            throw new IllegalStateException("nobody asked");
                        });
        try (SeContainer container = Container.of(extension, Other.class)) {
            assertThat(container.isRunning()).isTrue();
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void nothingOfAnApplicationStaysInTheRegistry() throws Exception {
        Field observers = NodeRegistry.class.getDeclaredField("OBSERVERS");
        observers.setAccessible(true);
        List<?> known = (List<?>) observers.get(null);
        int before = known.size();
        try (MemoryNode node = MemoryNode.published("a");
                SeContainer container = Container.of(Orders.class)) {
            assertThat(injected(container).node()).isEqualTo(node.info());
            assertThat(known).hasSize(before + 1);
        }
        assertThat(known).hasSize(before);
    }
}
