package io.mpreg.api.cache;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Keeps what a method of a bean returns in a region of the cache. A call whose key is there does
 * not run the method; of several calls that miss at the same time one runs it, and all get its
 * result. Exceptions are not kept. Of a {@link java.util.concurrent.CompletionStage} its value is
 * kept, of an {@code Optional} what it holds.
 *
 * <pre>{@code
 * @MpregCached(region = "prices", key = "{order.customer.id}.{article}", ttl = "10m", tags = "list")
 * public Price price(Order order, String article) { ... }
 * }</pre>
 *
 * <p>In a key, <code>{name}</code> stands for a parameter, <code>{0}</code> for the first one, and
 * <code>{name.field.other}</code> for what record components, getters, map keys or list positions
 * lead to. Everything else stands for itself. Each value is one segment of the key, escaped as
 * {@link CacheKey} says, so that {@link CacheClient#invalidatePattern} can match it.
 *
 * <p>It takes effect on calls from other beans, not from within the bean. Where no node is in reach
 * the method simply runs.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface MpregCached {

    /** The region. Methods whose results are of different types need different ones, or keys. */
    String region();

    /** The key; empty for all parameters in their order, joined by dots. */
    String key() default "";

    /** How long a result is kept, such as {@code 10m}; empty for the region's own time. */
    String ttl() default "";

    /** Words by which results can be invalidated; may hold expressions. */
    String[] tags() default {};

    /** Keys with which a result goes, of the same region or as {@code region:key}; likewise. */
    String[] dependsOn() default {};

    /** Whether a result that is null is kept too. */
    boolean cacheNull() default true;
}
