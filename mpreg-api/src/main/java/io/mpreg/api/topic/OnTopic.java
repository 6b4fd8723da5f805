package io.mpreg.api.topic;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes an observer method of CDI hear the messages of a topic pattern. The type of its event is
 * what payloads are converted to, or {@link io.mpreg.api.Message} of it for the whole message.
 *
 * <pre>{@code
 * void created(@Observes @OnTopic("orders.*.created") Order order, Stock stock) { ... }
 * }</pre>
 *
 * <p>It is {@link MpregSubscribe} for those who like further parameters to be injected. Each such
 * method is a subscription of its own and is called directly: no CDI event is fired, so that no
 * other observer hears it, and an event that the application fires is not published.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface OnTopic {

    /** The pattern. */
    String value();
}
