package io.mpreg.api.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregClient;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.MpregRpcException;
import io.mpreg.api.rpc.MpregFunction;
import io.mpreg.api.rpc.MpregService;
import io.mpreg.api.rpc.MpregServices;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceTest {

    private final MemoryNode node = MemoryNode.published("n");

    @AfterEach
    void withdraw() {
        node.close();
    }

    /** A value of a user's own. */
    public record Price(String article, double amount) {}

    /** The functions as their callers see them. */
    public interface PriceApi {

        List<Price> list(String region, int year);

        CompletionStage<Price> later(String article);

        Optional<Price> find(String article);

        void touch(String article);

        @MpregFunction("named.otherwise")
        String other();

        default String both() {
            return other() + other();
        }

        long fails(String why);
    }

    /** The functions as they are provided. */
    @ApplicationScoped
    public static class Provided {
        @MpregFunction("prices.list")
        public List<Price> list(String region, int year) {
            return List.of(new Price(region, year));
        }

        @MpregFunction("prices.later")
        public Price later(String article) {
            return new Price(article, 1);
        }

        @MpregFunction("prices.find")
        public Optional<Price> find(String article) {
            return article.isEmpty() ? Optional.empty() : Optional.of(new Price(article, 2));
        }

        @MpregFunction("prices.touch")
        public String touch(String article) {
            return article;
        }

        @MpregFunction("named.otherwise")
        public String other() {
            return "x";
        }

        @MpregFunction("prices.fails")
        public long fails(String why) {
            throw new IllegalStateException(why);
        }
    }

    /** Who calls. */
    @ApplicationScoped
    public static class Caller {
        @Inject
        @MpregService("prices")
        PriceApi prices;

        @Inject
        @MpregService(value = "prices", byName = true, timeout = "5s", version = ">=1")
        PriceApi named;

        @Inject MpregClient mpreg;

        PriceApi prices() {
            return prices;
        }

        PriceApi named() {
            return named;
        }

        MpregClient mpreg() {
            return mpreg;
        }
    }

    private void assertAll(PriceApi prices) {
        assertThat(prices.list("eu", 26)).containsExactly(new Price("eu", 26));
        assertThat(prices.later("a").toCompletableFuture().join()).isEqualTo(new Price("a", 1));
        assertThat(prices.find("a")).contains(new Price("a", 2));
        assertThat(prices.find("")).isEmpty();
        prices.touch("a");
        assertThat(prices.both()).isEqualTo("xx");
        assertThatThrownBy(() -> prices.fails("on purpose"))
                .isInstanceOfSatisfying(
                        MpregRpcException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.EXECUTION_FAILED))
                .hasMessageContaining("on purpose");
    }

    @Test
    void theMethodsOfAnInjectedInterfaceAreCalls() throws Exception {
        try (SeContainer container = Container.of(Provided.class, Caller.class)) {
            for (int i = 0; i < 6; i++) {
                node.awaitRegistration();
            }
            Caller caller = container.select(Caller.class).get();
            assertAll(caller.prices());
            assertAll(caller.named());
            assertAll(
                    MpregServices.proxy(
                            caller.mpreg(), PriceApi.class, Literals.service("prices")));
            assertThat(MpregServices.proxy(caller.mpreg(), PriceApi.class))
                    .hasToString(PriceApi.class.getName() + " over priceApi.*");
        }
    }

    /** Not an interface. */
    @ApplicationScoped
    public static class Wrong {
        @Inject
        @MpregService("prices")
        Provided prices;
    }

    @Test
    void aClassIsRefused() {
        assertThatThrownBy(() -> Container.of(Wrong.class).close())
                .hasStackTraceContaining("should be an interface");
    }

    /** An interface whose settings are wrong. */
    @MpregService(timeout = "soon")
    public interface Soon {
        String get();
    }

    /** An interface whose default method nobody outside may call. */
    interface Hidden {
        String get();

        default String twice() {
            return get() + get();
        }
    }

    @Test
    void wrongSettingsAreRefused() {
        try (SeContainer container = Container.of(Caller.class)) {
            MpregClient mpreg = container.select(Caller.class).get().mpreg();
            assertThatThrownBy(() -> MpregServices.proxy(mpreg, Hidden.class))
                    .hasMessageContaining("a default method, 'twice', and should therefore be");
            assertThatThrownBy(() -> MpregServices.proxy(mpreg, Soon.class))
                    .isInstanceOf(MpregRequestException.class)
                    .isInstanceOf(MpregException.class)
                    .hasMessageContaining("'soon' should be a duration such as 500ms or 30s");
        }
    }
}
