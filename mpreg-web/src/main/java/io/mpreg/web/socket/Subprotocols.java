package io.mpreg.web.socket;

import java.util.List;

/** The protocols that the endpoint speaks. */
final class Subprotocols {

    static final String JSON = "mpreg.v1.json";

    static final String BINARY = "mpreg.v1.bin";

    private static final List<String> KNOWN = List.of(JSON, BINARY);

    private Subprotocols() {}

    static boolean isKnown(String subprotocol) {
        return KNOWN.contains(subprotocol);
    }

    /** The first that a client asks for and the endpoint speaks; empty if there is none. */
    static String chosen(List<String> requested) {
        for (String names : requested) {
            for (String name : names.split(",")) {
                if (isKnown(name.strip())) {
                    return name.strip();
                }
            }
        }
        return "";
    }

    /** What a client is told that asked for none of them. */
    static String refusal() {
        return "the subprotocol must be one of " + String.join(", ", KNOWN);
    }
}
