package io.mpreg.bench.kill;

/**
 * Sees what happens to numbered messages.
 *
 * <p><b>Threads.</b> Called by any number of threads.
 */
interface Witness {

    /** The node is there again with all that it kept, and this is said after the last of it. */
    void recovered();

    /** A message was delivered that was sent in a former life of the node. */
    void found(int number);

    /** A message is about to be sent. */
    void sending(int number);

    /** The node has confirmed a message. */
    void confirmed(int number);

    /** A message is about to be acknowledged. */
    void acknowledging(int number);

    /** The node has confirmed an acknowledgement. */
    void acknowledged(int number);
}
