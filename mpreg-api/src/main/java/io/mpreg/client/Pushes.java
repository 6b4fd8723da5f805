package io.mpreg.client;

import io.mpreg.wire.Fields;

/** Takes what the node sends by itself. */
interface Pushes {

    /** Takes one push on the receiving thread, which it must not hold up. */
    void push(String op, Fields frame);
}
