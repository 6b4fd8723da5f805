package io.mpreg.client;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.wire.Fields;
import io.mpreg.wire.bin.Feature;
import io.mpreg.wire.bin.PartForm;
import java.util.Map;
import java.util.Set;

/**
 * What client and node have agreed upon for a link.
 *
 * @param features what the node knows of the compact form
 * @param packFrom from how many bytes on messages are packed; 0 for none
 * @param longest how many bytes a message may have, in parts if they are known
 */
record Terms(Set<String> features, int packFrom, long longest) {

    /** Before the node has said anything. */
    static final Terms NONE = new Terms(Set.of(), 0, Long.MAX_VALUE);

    /** What a node lets a message have around its payload, if it comes in parts. */
    private static final int AROUND = 64 << 10;

    static Terms of(Fields hello, int packFrom) {
        Set<String> features = Set.copyOf(hello.texts("features"));
        Fields limits = hello.object("limits");
        long frame = limits.has("frameBytes") ? limits.whole("frameBytes") : Integer.MAX_VALUE;
        long payload = limits.whole("payloadBytes");
        return new Terms(
                features,
                features.contains(Feature.PACKING) ? packFrom : 0,
                features.contains(Feature.PARTS) ? Math.max(frame, payload + AROUND) : frame);
    }

    boolean packs(int bytes) {
        return packFrom > 0 && bytes >= packFrom;
    }

    boolean divides() {
        return features.contains(Feature.PARTS);
    }

    /** Whether messages may refer to the one before them in their frame. */
    boolean refers() {
        return packFrom == 0 && features.contains(Feature.REFERENCES);
    }

    /** From how many bytes on a message does not go as it stands. */
    long whole() {
        return Math.min(PartForm.LONG, longest);
    }

    /**
     * Lets a message pass that the node will take. It would refuse a longer one after all of it has
     * been sent, or end the connection for it.
     *
     * @throws MpregException {@link ErrorCode#PAYLOAD_TOO_LARGE}
     */
    void admit(String op, int bytes) {
        if (bytes > longest) {
            throw MpregException.of(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "the message '"
                            + op
                            + "' has "
                            + bytes
                            + " bytes, the node takes at most "
                            + longest
                            + " (mpreg.transport.max-payload, mpreg.transport.max-frame)",
                    Map.of("limit", longest, "bytes", bytes));
        }
    }
}
