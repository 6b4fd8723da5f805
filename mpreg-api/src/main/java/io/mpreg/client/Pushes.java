package io.mpreg.client;

import io.mpreg.wire.Fields;
import io.mpreg.wire.bin.PublishForm;

/** Takes what the node sends by itself. */
interface Pushes {

    /** Takes nothing. */
    Pushes NONE =
            new Pushes() {
                @Override
                public void push(String op, Fields frame) {}

                @Override
                public void message(PublishForm.Pushed message) {}
            };

    /** Takes one push on the receiving thread, which it must not hold up. */
    void push(String op, Fields frame);

    /** Takes a message of a subscription on the receiving thread, which it must not hold up. */
    void message(PublishForm.Pushed message);
}
