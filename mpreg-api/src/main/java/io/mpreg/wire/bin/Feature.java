package io.mpreg.wire.bin;

import java.util.List;

/**
 * What a side of the compact protocol knows beyond its first version. Each says so in {@code
 * hello}, in the field {@code features}; what the other does not know is not used with it.
 */
public final class Feature {

    /** Calls, results, invocations and returns in compact form. */
    public static final String CALLS = "calls";

    /** Several deliveries acknowledged by one message. */
    public static final String ACKS = "acks";

    /** Long messages in parts. */
    public static final String PARTS = "parts";

    /** Messages made smaller by DEFLATE, for who asks for them. */
    public static final String PACKING = "deflate";

    /** The name of the caller in invocations. */
    public static final String PRINCIPAL = "principal";

    /** Publications, and messages of subscriptions, that refer to the one before in their frame. */
    public static final String REFERENCES = "references";

    /** All that this version knows. */
    public static final List<String> ALL =
            List.of(CALLS, ACKS, PARTS, PACKING, PRINCIPAL, REFERENCES);

    private Feature() {}
}
