package io.mpreg.api.cache;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the cache region that is injected, as an {@link MpregCache} of its types or as a {@link
 * CacheClient}.
 *
 * <pre>{@code
 * @Inject @Region("prices") MpregCache<String, Price> prices;
 * }</pre>
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface Region {

    /** The region's name. */
    String value();
}
