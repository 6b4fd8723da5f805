package io.mpreg.api;

/**
 * Something that was registered with a node and can be taken back.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; closing twice is harmless.
 *
 * @since 0.1
 */
public interface Registration extends AutoCloseable {

    /** The id under which it is registered. */
    String id();

    /** Takes it back; nothing is delivered to it after this returned. */
    @Override
    void close();
}
