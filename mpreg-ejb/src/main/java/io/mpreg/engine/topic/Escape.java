package io.mpreg.engine.topic;

import io.mpreg.api.MpregRequestException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Any text as one segment of a topic, and back: what may not stand there is percent-escaped. */
public final class Escape {

    private static final String EMPTY = "%";

    private Escape() {}

    /** The text as one valid segment. The empty text becomes a lone percent sign. */
    public static String segment(String text) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        StringBuilder segment = null;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int length = Character.charCount(c);
            boolean plain = c != '%' && TopicGrammar.allowed(c);
            if (!plain && segment == null) {
                segment = new StringBuilder(text.length() + 8).append(text, 0, i);
            }
            if (segment != null) {
                if (plain) {
                    segment.appendCodePoint(c);
                } else {
                    escape(segment, text.substring(i, i + length));
                }
            }
            i += length;
        }
        return segment == null ? text : segment.toString();
    }

    /**
     * The text that {@link #segment} made this segment of.
     *
     * @throws MpregRequestException {@link io.mpreg.api.ErrorCode#BAD_REQUEST} if it made it of
     *     none
     */
    public static String text(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        if (segment.equals(EMPTY)) {
            return "";
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(segment.length());
        for (int i = 0; i < segment.length(); ) {
            int c = segment.codePointAt(i);
            if (c == '%') {
                bytes.write(code(segment, i));
                i += 3;
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw bad(segment);
        }
    }

    private static int code(String segment, int at) {
        int high = at + 2 < segment.length() ? Character.digit(segment.charAt(at + 1), 16) : -1;
        int low = high >= 0 ? Character.digit(segment.charAt(at + 2), 16) : -1;
        if (low < 0) {
            throw bad(segment);
        }
        return high << 4 | low;
    }

    private static MpregRequestException bad(String segment) {
        return MpregRequestException.field(
                "segment", "'" + segment + "' is not percent-escaped properly");
    }

    private static void escape(StringBuilder segment, String character) {
        for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
            segment.append('%');
            segment.append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)));
            segment.append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
        }
    }
}
