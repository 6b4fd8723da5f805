package io.mpreg.api.rpc;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a CDI bean a function that others can call.
 *
 * <p>Parameters are taken by position first, the rest by name; one of type {@code Optional} may be
 * missing, one of type {@code Map} alone gets all named arguments, and one of type {@link
 * RpcContext} gets the invocation. A returned {@link java.util.concurrent.CompletionStage} means
 * that the value comes later.
 *
 * <pre>{@code
 * @ApplicationScoped
 * public class Prices {
 *     @MpregFunction("prices.total")
 *     public double total(List<Line> lines) { ... }
 * }
 * }</pre>
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface MpregFunction {

    /** The function's name. */
    String value();

    /** The function's version. */
    String version() default "1";

    /** What this provider has. */
    String[] resources() default {};

    /** Whether running it twice is harmless, so that it may be tried again. */
    boolean idempotent() default false;

    /** How many invocations may run at a time; 0 for the node's default. */
    int concurrency() default 0;

    /** For people. */
    String description() default "";

    /** Words for people who look for functions. */
    String[] tags() default {};

    /**
     * How long a result holds for the same arguments, such as {@code 10m}, so that it may be given
     * again without a call; empty if it must not be kept. See {@link Cacheability}.
     */
    String cacheFor() default "";

    /** Words by which kept results can be invalidated. */
    String[] cacheTags() default {};
}
