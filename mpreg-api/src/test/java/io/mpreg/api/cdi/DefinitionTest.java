package io.mpreg.api.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.Message;
import io.mpreg.api.MpregClient;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.MpregConsumer;
import io.mpreg.api.rpc.MpregFunction;
import io.mpreg.api.rpc.RpcContext;
import io.mpreg.api.topic.MpregSubscribe;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wrong annotation keeps its application from starting, and says what to do. */
class DefinitionTest {

    private static AbstractThrowableAssert<?, ?> assertRefused(Class<?> bean) {
        return assertThatThrownBy(() -> Container.of(bean).close())
                .hasMessageContaining(bean.getName() + ".");
    }

    /** A static method. */
    @ApplicationScoped
    public static class Static {
        @MpregFunction("f")
        public static int f() {
            return 1;
        }
    }

    @Test
    void aStaticMethod() {
        assertRefused(Static.class)
                .hasMessageContaining("@MpregFunction on")
                .hasMessageContaining("f(): it is static; make it a method of the bean");
    }

    /** A private method. */
    @ApplicationScoped
    public static class Private {
        @MpregSubscribe("a")
        private void heard(String text) {}
    }

    @Test
    void aPrivateMethod() {
        assertRefused(Private.class)
                .hasMessageContaining("@MpregSubscribe on")
                .hasMessageContaining("heard(String): it is private; make it public");
    }

    /** A receiver of two payloads. */
    @ApplicationScoped
    public static class Two {
        @MpregSubscribe("a")
        public void heard(String one, String two) {}
    }

    @Test
    void twoPayloads() {
        assertRefused(Two.class)
                .hasMessageContaining("it has 2 parameters, should have exactly one")
                .hasMessageContaining("a Message of it");
    }

    /** A receiver of nothing. */
    @ApplicationScoped
    public static class None {
        @MpregConsumer(queue = "q")
        public void work() {}
    }

    @Test
    void noPayload() {
        assertRefused(None.class)
                .hasMessageContaining("it has 0 parameters")
                .hasMessageContaining("a Delivery of it");
    }

    /** A type that belongs to another kind of method. */
    @ApplicationScoped
    public static class Misplaced {
        @MpregSubscribe("a")
        public void heard(Delivery<String> delivery) {}
    }

    @Test
    void aParameterThatBelongsToAnotherKind() {
        assertRefused(Misplaced.class)
                .hasMessageContaining("parameter 'delivery' cannot be a Delivery here; remove it");
    }

    /** A function that wants what only a receiver gets. */
    @ApplicationScoped
    public static class WithMessage {
        @MpregFunction("f")
        public int f(RpcContext context, Message<String> message, MpregClient mpreg) {
            return 1;
        }
    }

    @Test
    void everyProblemIsTold() {
        assertRefused(WithMessage.class)
                .satisfies(
                        e ->
                                assertThat(Throwables.getStackTrace(e))
                                        .contains("parameter 'message' cannot be a Message here")
                                        .contains("remove it and inject it instead"));
    }

    /** A method whose parameter has no type of its own. */
    public abstract static class Generic<T> {
        @MpregSubscribe("a")
        public void heard(T payload) {}
    }

    /** A bean that inherits one. */
    @ApplicationScoped
    public static class Inherits extends Generic<String> {}

    @Test
    void aTypeVariable() {
        assertThatThrownBy(() -> Container.of(Inherits.class).close())
                .hasMessageContaining("what the type variable T of parameter 'payload' stands for")
                .hasMessageContaining("override the method with a real type");
    }

    /** A subscriber to nothing. */
    @ApplicationScoped
    public static class NoPattern {
        @MpregSubscribe({})
        public void heard(String text) {}
    }

    @Test
    void noPattern() {
        assertRefused(NoPattern.class).hasMessageContaining("it names no pattern; add one");
    }

    /** A function whose results hold for an unknown time. */
    @ApplicationScoped
    public static class Soon {
        @MpregFunction(value = "f", cacheFor = "soon")
        public int f() {
            return 1;
        }
    }

    @Test
    void aTimeThatIsNone() {
        assertRefused(Soon.class).hasMessageContaining("cacheFor is 'soon', should be a duration");
    }

    /** A consumer that does nothing at a time. */
    @ApplicationScoped
    public static class NoConcurrency {
        @MpregConsumer(queue = "q", concurrency = 0)
        public void work(String text) {}
    }

    @Test
    void noConcurrency() {
        assertRefused(NoConcurrency.class)
                .hasMessageContaining("concurrency is 0, should be at least 1");
    }

    @Test
    void parameterNamesThatAreNotInTheClassFile(@TempDir Path folder) throws Exception {
        Path source = folder.resolve("Nameless.java");
        Files.writeString(
                source,
                "@jakarta.enterprise.context.ApplicationScoped public class Nameless {"
                        + "@io.mpreg.api.rpc.MpregFunction(\"f\")"
                        + "public int f(int number) { return number; } }");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int result =
                compiler.run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(result).isZero();
        try (URLClassLoader loader =
                new URLClassLoader(
                        new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            assertRefused(loader.loadClass("Nameless"))
                    .hasMessageContaining("compile with -parameters, or take one Map");
        }
    }
}
