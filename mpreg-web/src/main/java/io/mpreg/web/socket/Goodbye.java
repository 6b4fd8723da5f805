package io.mpreg.web.socket;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What a closing frame says (RFC 6455, sections 5.5.1 and 7.4).
 *
 * @param code why, {@link Opcodes#NORMAL} if it says nothing
 * @param reason in words, at times none
 */
record Goodbye(int code, String reason) {

    private static final int REGISTERED = 3000;
    private static final int END = 5000;

    /**
     * Reads a payload.
     *
     * @throws FrameDecoder.Violation if it has half a code, one that no frame may carry, or a
     *     reason that is no UTF-8
     */
    static Goodbye read(byte[] payload) throws FrameDecoder.Violation {
        if (payload.length == 0) {
            return new Goodbye(Opcodes.NORMAL, "");
        }
        ByteBuffer in = ByteBuffer.wrap(payload);
        int code = payload.length < Short.BYTES ? 0 : Short.toUnsignedInt(in.getShort());
        if (!mayBeSent(code)) {
            throw new FrameDecoder.Violation(
                    Opcodes.PROTOCOL_ERROR, "a closing frame has no code or one of 1000 to 4999");
        }
        try {
            String reason = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
            return new Goodbye(code, reason);
        } catch (CharacterCodingException e) {
            throw new FrameDecoder.Violation(Opcodes.NO_TEXT, "the reason for closing is no UTF-8");
        }
    }

    /* Some codes are only for what an end tells its own program. */
    private static boolean mayBeSent(int code) {
        return code >= Opcodes.NORMAL && code <= Opcodes.UNSUPPORTED
                || code >= Opcodes.NO_TEXT && code <= Opcodes.LAST
                || code >= REGISTERED && code < END;
    }
}
