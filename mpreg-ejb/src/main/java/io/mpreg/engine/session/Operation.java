package io.mpreg.engine.session;

/**
 * Carries out one operation of the protocol.
 *
 * @param <D> the part of a session that it belongs to
 */
@FunctionalInterface
interface Operation<D> {

    /**
     * Carries a request out, or begins to.
     *
     * @param answer takes the reply, now or later
     * @throws RuntimeException what the reply should tell instead
     */
    void run(D desk, Fields fields, Answer answer);
}
