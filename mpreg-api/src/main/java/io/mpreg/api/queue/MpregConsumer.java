package io.mpreg.api.queue;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a CDI bean a consumer: a return acknowledges, an exception refuses; of a {@link
 * java.util.concurrent.CompletionStage} its end counts. Its one parameter says what payloads are
 * converted to; a parameter of type {@link Delivery} gets the whole delivery, and what the method
 * settles itself stays as it is.
 *
 * <pre>{@code
 * @MpregConsumer(queue = "invoices", concurrency = 4)
 * public void print(Order order) { ... }
 * }</pre>
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface MpregConsumer {

    /** The queue; made with default settings if it does not exist. */
    String queue();

    /** Each group gets every message; empty for the queue's default group. */
    String group() default "";

    /** How many messages may be worked on at a time: how many deliveries may be unsettled. */
    int concurrency() default 1;
}
