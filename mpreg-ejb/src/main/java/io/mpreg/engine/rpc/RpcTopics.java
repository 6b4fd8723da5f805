package io.mpreg.engine.rpc;

import io.mpreg.engine.topic.TopicName;
import java.nio.charset.StandardCharsets;

/** The topics on which the course of requests is published. */
final class RpcTopics {

    static final String COMMANDS = "mpreg.rpc.command.";

    private RpcTopics() {}

    /** The topic of an event of a command. */
    static TopicName command(Identity identity, String command, String event) {
        return TopicName.of(COMMANDS + commandId(identity, command) + "." + event);
    }

    /** How a command is called in topics: one segment. */
    static String commandId(Identity identity, String command) {
        return segment(identity.requestId() + ":" + command);
    }

    static TopicName level(int level, String event) {
        return TopicName.of("mpreg.rpc.level." + level + "." + event);
    }

    static TopicName dependency(String from, String to) {
        return TopicName.of(
                "mpreg.rpc.dependency." + segment(from) + "." + segment(to) + ".resolved");
    }

    /** Any text as one segment of a topic, reversibly. */
    static String segment(String text) {
        StringBuilder segment = null;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int length = Character.charCount(c);
            boolean plain = Character.isLetterOrDigit(c) || "_-:/@+=".indexOf(c) >= 0;
            if (!plain && segment == null) {
                segment = new StringBuilder(text.substring(0, i));
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

    private static void escape(StringBuilder segment, String character) {
        for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
            segment.append('%');
            segment.append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)));
            segment.append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
        }
    }
}
