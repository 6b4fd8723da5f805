package io.mpreg.api.topic;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a CDI bean a subscriber. Its one parameter says what payloads are converted to;
 * a parameter of type {@link io.mpreg.api.Message} gets the whole message.
 *
 * <pre>{@code
 * @MpregSubscribe("orders.*.created")
 * public void created(Order order) { ... }
 * }</pre>
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface MpregSubscribe {

    /** The patterns. */
    String[] value();

    /** Members of a group share the messages; empty for none. */
    String group() default "";

    /** What happens when the method is slower than the publishers. */
    SlowConsumerPolicy onSlow() default SlowConsumerPolicy.DROP_OLDEST;
}
