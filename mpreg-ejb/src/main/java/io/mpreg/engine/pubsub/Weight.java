package io.mpreg.engine.pubsub;

import io.mpreg.engine.route.UnifiedMessage;

/** About how much memory messages take. */
final class Weight {

    /** What a message takes beside its payload and texts. */
    private static final int BASE_BYTES = 256;

    private static final int HEADER_BYTES = 64;

    private Weight() {}

    static int of(UnifiedMessage message) {
        long size = BASE_BYTES + message.payload().weight() + message.topic().value().length();
        if (!message.headers().values().isEmpty()) {
            for (var header : message.headers().values().entrySet()) {
                size += HEADER_BYTES + header.getKey().length() + header.getValue().length();
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, size);
    }
}
