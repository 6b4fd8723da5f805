package io.mpreg.client;

import io.mpreg.wire.Fields;
import io.mpreg.wire.bin.InvokeForm;
import io.mpreg.wire.bin.QueueForm;
import java.util.List;

/** Takes what the node sends by itself. */
interface Pushes {

    /** Takes nothing. */
    Pushes NONE =
            new Pushes() {
                @Override
                public void push(String op, Fields frame) {}

                @Override
                public void messages(List<Bundle> messages) {}

                @Override
                public void delivery(QueueForm.Pushed delivery) {}

                @Override
                public void invocation(InvokeForm.Invoked invoked) {}
            };

    /** Takes one push on the receiving thread, which it must not hold up. */
    void push(String op, Fields frame);

    /** Takes messages of subscriptions on the receiving thread, which it must not hold up. */
    void messages(List<Bundle> messages);

    /** Takes a delivery for a consumer on the receiving thread, which it must not hold up. */
    void delivery(QueueForm.Pushed delivery);

    /** Takes an invocation of a function on the receiving thread, which it must not hold up. */
    void invocation(InvokeForm.Invoked invoked);
}
