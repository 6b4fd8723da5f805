package io.mpreg.api.rpc;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks for an interface whose methods are calls of functions: {@code prefix.method}, or what {@link
 * MpregFunction} on the method says. It stands where the interface is injected, and may stand on
 * the interface as well; what is not set at the former is taken from the latter.
 *
 * <pre>{@code
 * @MpregService("prices")
 * public interface PriceApi {
 *     double total(List<Line> lines);                          // calls prices.total and waits
 *     CompletionStage<Double> rebate(String customer);         // calls prices.rebate
 * }
 *
 * @Inject @MpregService PriceApi prices;
 * }</pre>
 *
 * @see MpregServices
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface MpregService {

    /**
     * What the names of the functions begin with, without the dot; unless given, the name of the
     * interface with a small first letter.
     */
    String value() default "";

    /** Which versions of the functions fit, such as {@code >=1.2,<2}; empty for any. */
    String version() default "";

    /**
     * How long a call may take, such as {@code 500ms} or {@code 30s}; empty for the node's time.
     */
    String timeout() default "";

    /** What the providers must have. */
    String[] resources() default {};

    /**
     * Whether arguments are passed by the names of the parameters instead of their positions. The
     * interface must then be compiled with {@code -parameters}.
     */
    boolean byName() default false;
}
