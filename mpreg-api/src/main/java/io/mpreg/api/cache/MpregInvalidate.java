package io.mpreg.api.cache;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Drops entries of a region when a method of a bean has returned; not when it has thrown. Of a
 * {@link java.util.concurrent.CompletionStage} the end counts.
 *
 * <pre>{@code
 * @MpregInvalidate(region = "prices", pattern = "{order.customer.id}.#")
 * public void changed(Order order) { ... }
 * }</pre>
 *
 * <p>Expressions are those of {@link MpregCached}. Without any of the members the entry goes whose
 * key are all parameters.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface MpregInvalidate {

    /** The region. */
    String region();

    /** Keys whose entries go. */
    String[] key() default {};

    /** Topic patterns over the keys whose entries go. */
    String[] pattern() default {};

    /** Tags whose entries go. */
    String[] tag() default {};

    /** Whether everything goes. */
    boolean all() default false;
}
