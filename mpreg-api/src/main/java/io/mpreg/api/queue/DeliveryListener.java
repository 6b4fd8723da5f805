package io.mpreg.api.queue;

/**
 * Receives the deliveries of a consumer.
 *
 * @param <T> what payloads are converted to
 * @since 0.1
 */
@FunctionalInterface
public interface DeliveryListener<T> {

    /**
     * Takes one delivery, to be acknowledged now or later by any thread. An exception refuses it,
     * unless it is settled already.
     */
    void onDelivery(Delivery<T> delivery) throws Exception;
}
