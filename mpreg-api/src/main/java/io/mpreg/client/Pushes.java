package io.mpreg.client;

/** Takes what the node sends by itself. */
interface Pushes {

    /** Takes one push on the receiving thread, which it must not hold up. */
    void push(String op, Reply frame);
}
