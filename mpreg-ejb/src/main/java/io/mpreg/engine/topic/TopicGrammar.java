package io.mpreg.engine.topic;

import io.mpreg.api.MpregRequestException;
import java.nio.charset.StandardCharsets;

/** The one grammar of topics and patterns. */
final class TopicGrammar {

    static final int MAX_SEGMENTS = 32;
    static final int MAX_BYTES = 1024;

    private static final boolean[] PLAIN = new boolean[128];

    static {
        for (int c = 0; c < PLAIN.length; c++) {
            PLAIN[c] = allowed(c);
        }
    }

    private TopicGrammar() {}

    /** How many segments a topic has. */
    static int checkTopic(String text) {
        return check("topic", text, false);
    }

    /** How many segments a pattern has. */
    static int checkPattern(String text) {
        return check("pattern", text, true);
    }

    private static int check(String field, String text, boolean wildcards) {
        int plain = plain(text);
        return plain > 0 ? plain : checkAll(field, text, wildcards);
    }

    /** How many segments a short topic of plain letters has; 0 if it needs a closer look. */
    private static int plain(String text) {
        int length = text.length();
        if (length > MAX_BYTES) {
            return 0;
        }
        int segments = 1;
        int start = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (i == start) {
                    return 0;
                }
                start = i + 1;
                segments++;
            } else if (c >= 128 || !PLAIN[c]) {
                return 0;
            }
        }
        return start == length || segments > MAX_SEGMENTS ? 0 : segments;
    }

    private static int checkAll(String field, String text, boolean wildcards) {
        if (text.isEmpty()) {
            throw MpregRequestException.field(field, "it is empty");
        }
        int segments = 1;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '.') {
                checkSegment(field, text, start, i, segments, wildcards);
                if (i < text.length()) {
                    segments++;
                }
                start = i + 1;
            }
        }
        if (segments > MAX_SEGMENTS) {
            throw MpregRequestException.field(
                    field, "it has " + segments + " segments, at most " + MAX_SEGMENTS + " may be");
        }
        if (text.length() * 3 > MAX_BYTES
                && text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw MpregRequestException.field(field, "it is longer than " + MAX_BYTES + " bytes");
        }
        return segments;
    }

    private static void checkSegment(
            String field, String text, int from, int to, int number, boolean wildcards) {
        if (from == to) {
            throw MpregRequestException.field(
                    field, "segment " + number + " of '" + text + "' is empty");
        }
        boolean single = to - from == 1;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                i += checkPair(text, i, to, number, field);
            } else if (c == '*' || c == '#') {
                if (!wildcards) {
                    throw segment(field, text, number, "holds the wildcard '" + c + "'");
                }
                if (!single) {
                    throw segment(
                            field, text, number, "mixes the wildcard '" + c + "' with others");
                }
            } else if (!allowed(c)) {
                throw segment(field, text, number, "holds " + named(c));
            }
        }
    }

    /** Whether a character may stand in a segment. */
    static boolean allowed(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || "_-:/@%+=".indexOf(codePoint) >= 0;
    }

    /** One if the two characters there are a letter or digit. */
    private static int checkPair(String text, int at, int to, int number, String field) {
        int codePoint = text.codePointAt(at);
        if (at + 1 >= to || Character.charCount(codePoint) != 2 || !allowed(codePoint)) {
            throw segment(field, text, number, "holds " + named(codePoint));
        }
        return 1;
    }

    private static String named(int codePoint) {
        boolean visible =
                codePoint > ' '
                        && !Character.isISOControl(codePoint)
                        && Character.getType(codePoint) != Character.SURROGATE;
        return visible
                ? "the character '" + Character.toString(codePoint) + "'"
                : String.format("the character U+%04X", codePoint);
    }

    private static MpregRequestException segment(
            String field, String text, int number, String reason) {
        return MpregRequestException.field(
                field, "segment " + number + " of '" + text + "' " + reason);
    }
}
