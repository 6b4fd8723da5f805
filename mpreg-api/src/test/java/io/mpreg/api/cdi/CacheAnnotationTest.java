package io.mpreg.api.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.MpregCache;
import io.mpreg.api.cache.MpregCached;
import io.mpreg.api.cache.MpregInvalidate;
import io.mpreg.api.cache.Region;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CacheAnnotationTest {

    private final MemoryNode node = MemoryNode.published("n");

    @AfterEach
    void withdraw() {
        node.close();
    }

    /** A value of a user's own. */
    public record Price(String article, double amount) {}

    /** Somebody who buys. */
    public record Customer(String id) {}

    /** What somebody buys. */
    public static class Order {
        private final Customer customer;

        Order(Customer customer) {
            this.customer = customer;
        }

        public Customer getCustomer() {
            return customer;
        }
    }

    /** A bean whose results are kept. */
    @ApplicationScoped
    public static class Prices {

        private final AtomicInteger runs = new AtomicInteger();
        private CompletableFuture<Price> pending = new CompletableFuture<>();

        int runs() {
            return runs.get();
        }

        CompletableFuture<Price> pending() {
            return pending;
        }

        @MpregCached(
                region = "prices",
                key = "{order.customer.id}.{article}",
                ttl = "10m",
                tags = {"list", "customer-{order.customer.id}"},
                dependsOn = "rates:{article}")
        public Price price(Order order, String article) {
            return new Price(article, runs.incrementAndGet());
        }

        @MpregCached(region = "all")
        public List<Price> list(String region, int year) {
            return List.of(new Price(region + year, runs.incrementAndGet()));
        }

        @MpregCached(region = "nulls")
        public String kept(String key) {
            runs.incrementAndGet();
            return null;
        }

        @MpregCached(region = "nulls", cacheNull = false)
        public String notKept(String key) {
            runs.incrementAndGet();
            return null;
        }

        @MpregCached(region = "optional", key = "{0}")
        public Optional<Price> find(String article) {
            runs.incrementAndGet();
            return article.isEmpty() ? Optional.empty() : Optional.of(new Price(article, 1));
        }

        @MpregCached(region = "failing")
        public String fails(String key) throws Exception {
            runs.incrementAndGet();
            throw new java.io.IOException("on purpose");
        }

        @MpregCached(region = "stages")
        public CompletionStage<Price> later(String key) {
            runs.incrementAndGet();
            return pending;
        }

        @MpregInvalidate(region = "prices", pattern = "{0.customer.id}.#")
        public void changed(Order order) {}

        @MpregInvalidate(region = "prices", tag = "list")
        public int changed() {
            return 7;
        }

        @MpregInvalidate(region = "all")
        public void changed(String region, int year) {}

        @MpregInvalidate(region = "all", all = true)
        public void failing() {
            throw new IllegalStateException("on purpose");
        }
    }

    private static Order order(String customer) {
        return new Order(new Customer(customer));
    }

    @Test
    void aResultIsKeptUnderItsKey() {
        try (SeContainer container = Container.of(Prices.class)) {
            Prices prices = container.select(Prices.class).get();
            assertThat(prices.price(order("c.1"), "a").amount()).isEqualTo(1);
            assertThat(prices.price(order("c.1"), "a")).isEqualTo(new Price("a", 1));
            assertThat(prices.price(order("c.1"), "b").amount()).isEqualTo(2);
            assertThat(node.caches.get("prices").entries).containsOnlyKeys("c%2E1.a", "c%2E1.b");
            assertThat(node.caches.get("prices").options.get("c%2E1.a"))
                    .satisfies(
                            options -> {
                                assertThat(options.timeToLive()).contains(Duration.ofMinutes(10));
                                assertThat(options.tags())
                                        .containsExactlyInAnyOrder("list", "customer-c.1");
                                assertThat(options.dependsOn()).containsExactly("rates:a");
                            });
        }
    }

    @Test
    void withoutAKeyAllParametersAreIt() {
        try (SeContainer container = Container.of(Prices.class)) {
            Prices prices = container.select(Prices.class).get();
            assertThat(prices.list("eu", 26)).containsExactly(new Price("eu26", 1));
            assertThat(prices.list("eu", 26)).containsExactly(new Price("eu26", 1));
            assertThat(node.caches.get("all").entries).containsOnlyKeys("eu.26");
            prices.changed("eu", 26);
            assertThat(prices.list("eu", 26)).containsExactly(new Price("eu26", 2));
        }
    }

    @Test
    void nullIsKeptUnlessItShallNotBe() {
        try (SeContainer container = Container.of(Prices.class)) {
            Prices prices = container.select(Prices.class).get();
            assertThat(prices.kept("a")).isNull();
            assertThat(prices.kept("a")).isNull();
            assertThat(prices.runs()).isEqualTo(1);
            assertThat(prices.notKept("b")).isNull();
            assertThat(prices.notKept("b")).isNull();
            assertThat(prices.runs()).isEqualTo(3);
            assertThat(node.caches.get("nulls").entries).containsOnlyKeys("a");
        }
    }

    @Test
    void whatAnOptionalHoldsIsKept() {
        try (SeContainer container = Container.of(Prices.class)) {
            Prices prices = container.select(Prices.class).get();
            assertThat(prices.find("a")).contains(new Price("a", 1));
            assertThat(prices.find("a")).contains(new Price("a", 1));
            assertThat(prices.find("")).isEmpty();
            assertThat(prices.find("")).isEmpty();
            assertThat(prices.runs()).isEqualTo(2);
        }
    }

    @Test
    void anExceptionIsTheMethodsOwnAndNotKept() {
        try (SeContainer container = Container.of(Prices.class)) {
            Prices prices = container.select(Prices.class).get();
            for (int i = 1; i < 3; i++) {
                assertThatThrownBy(() -> prices.fails("a"))
                        .isInstanceOf(java.io.IOException.class)
                        .hasMessage("on purpose");
                assertThat(prices.runs()).isEqualTo(i);
            }
        }
    }

    @Test
    void ofAStageItsValueIsKept() {
        try (SeContainer container = Container.of(Prices.class)) {
            Prices prices = container.select(Prices.class).get();
            CompletableFuture<Price> pending = prices.pending();
            CompletionStage<Price> first = prices.later("a");
            CompletionStage<Price> second = prices.later("a");
            assertThat(prices.runs()).isEqualTo(1);
            pending.complete(new Price("a", 3));
            assertThat(first.toCompletableFuture()).isCompletedWithValue(new Price("a", 3));
            assertThat(second.toCompletableFuture()).isCompletedWithValue(new Price("a", 3));
            assertThat(prices.later("a").toCompletableFuture())
                    .isCompletedWithValue(new Price("a", 3));
            assertThat(prices.runs()).isEqualTo(1);
        }
    }

    @Test
    void entriesGoWhenAMethodHasReturned() {
        try (SeContainer container = Container.of(Prices.class)) {
            Prices prices = container.select(Prices.class).get();
            Map<String, ?> entries = entries(prices);
            prices.changed(order("c1"));
            assertThat(entries).containsOnlyKeys("c2.a");
            assertThat(prices.changed()).isEqualTo(7);
            assertThat(entries).isEmpty();
            prices.list("eu", 26);
            assertThatThrownBy(prices::failing).isInstanceOf(IllegalStateException.class);
            assertThat(node.caches.get("all").entries).containsOnlyKeys("eu.26");
        }
    }

    private Map<String, ?> entries(Prices prices) {
        prices.price(order("c1"), "a");
        prices.price(order("c1"), "b");
        prices.price(order("c2"), "a");
        Map<String, ?> entries = node.caches.get("prices").entries;
        assertThat(entries).hasSize(3);
        return entries;
    }

    @Test
    void withoutANodeTheMethodRuns() {
        node.close();
        try (SeContainer container = Container.of(Prices.class)) {
            Prices prices = container.select(Prices.class).get();
            assertThat(prices.find("a")).isPresent();
            assertThat(prices.find("a")).isPresent();
            assertThat(prices.runs()).isEqualTo(2);
            assertThat(prices.changed()).isEqualTo(7);
        }
    }

    @Test
    void aRegionIsInjectedWithItsTypes() {
        try (SeContainer container = Container.of(Uses.class)) {
            Uses uses = container.select(Uses.class).get();
            MpregCache<String, List<Price>> typed = uses.typed();
            typed.put("a", List.of(new Price("a", 1)));
            assertThat(typed.get("a")).contains(List.of(new Price("a", 1)));
            assertThat(uses.plain().contains("a")).isTrue();
            assertThat(typed.getOrLoad("b", key -> List.of(new Price(key, 2))))
                    .containsExactly(new Price("b", 2));
            assertThat(typed.getOrLoad("b", key -> List.of())).containsExactly(new Price("b", 2));
            assertThat(typed.getAll(List.of("a", "b", "c"))).containsOnlyKeys("a", "b");
            assertThat(typed.putIfAbsent("a", List.of())).isFalse();
            assertThat(typed.remove("a")).isTrue();
            assertThat(typed.containsKey("a")).isFalse();
            uses.dynamic().put(26, new Price("y", 1));
            assertThat(node.caches.get("years").entries).containsOnlyKeys("26");
            assertThat(container.select(CacheClient.class, Literals.region("years")).get().region())
                    .isEqualTo("years");
        }
    }

    /** A bean that uses regions itself. */
    @ApplicationScoped
    public static class Uses {
        private final MpregCache<String, List<Price>> typed;
        private final CacheClient plain;
        private final Instance<MpregCache<Integer, Price>> dynamic;

        Uses() {
            throw new IllegalStateException("for the proxy");
        }

        @Inject
        Uses(
                @Region("prices") MpregCache<String, List<Price>> typed,
                @Region("prices") CacheClient plain,
                @Region("years") Instance<MpregCache<Integer, Price>> dynamic) {
            this.typed = typed;
            this.plain = plain;
            this.dynamic = dynamic;
        }

        MpregCache<String, List<Price>> typed() {
            return typed;
        }

        CacheClient plain() {
            return plain;
        }

        MpregCache<Integer, Price> dynamic() {
            return dynamic.get();
        }
    }

    /** A region without types. */
    @ApplicationScoped
    public static class Untyped {
        @Inject
        @Region("prices")
        MpregCache<?, ?> prices;
    }

    @Test
    void aRegionWithoutTypesIsRefused() {
        assertThatThrownBy(() -> Container.of(Untyped.class).close())
                .hasMessageContaining("should be CacheClient or an MpregCache with the types");
    }

    /** Keys that cannot be. */
    @ApplicationScoped
    public static class WrongKey {
        @MpregCached(region = "r", key = "{order.customer.name}")
        public String get(Order order) {
            return "";
        }
    }

    /** Keys that cannot be. */
    @ApplicationScoped
    public static class UnknownParameter {
        @MpregCached(region = "r", key = "{nobody}")
        public String get(Order order) {
            return "";
        }
    }

    /** A time that cannot be. */
    @ApplicationScoped
    public static class WrongTime {
        @MpregCached(region = "r", key = "a", ttl = "soon")
        public String get() {
            return "";
        }
    }

    /** Nothing to keep. */
    @ApplicationScoped
    public static class Nothing {
        @MpregCached(region = "r", key = "a")
        public void get() {}
    }

    /** No key. */
    @ApplicationScoped
    public static class NoKey {
        @MpregInvalidate(region = "r")
        public void drop() {}
    }

    /** Nobody can call it from outside. */
    @ApplicationScoped
    public static class Hidden {
        @MpregInvalidate(region = "r", key = "{x")
        private void drop() {}
    }

    /** A brace too few. */
    @ApplicationScoped
    public static class Open {
        @MpregInvalidate(region = "r", key = "{x")
        public void drop(String x) {}
    }

    @Test
    void wrongAnnotationsKeepTheApplicationFromStarting() {
        assertRefused(
                WrongKey.class, "{order.customer.name}: " + Customer.class.getName() + " has no");
        assertRefused(UnknownParameter.class, "it has no parameter 'nobody'");
        assertRefused(WrongTime.class, "ttl 'soon' should be a duration such as 30s or 10m");
        assertRefused(Nothing.class, "it returns nothing that could be kept");
        assertRefused(NoKey.class, "it has no parameters that could be the key");
        assertRefused(Hidden.class, "it is static or private");
        assertRefused(Open.class, "'{x' has a { without its }");
    }

    private static void assertRefused(Class<?> bean, String text) {
        assertThatThrownBy(() -> Container.of(bean).close())
                .hasMessageContaining(bean.getName())
                .hasMessageContaining(text);
    }
}
