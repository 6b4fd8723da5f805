package io.mpreg.engine.topic;

/** Compares one pattern with one topic, segment by segment, without making garbage. */
final class Segments {

    private Segments() {}

    /*
     * The last '#' passed is the only place ever returned to: an earlier one could not take part in
     * a match that the last one cannot. So the time is at most the product of the two lengths.
     */
    static boolean matches(String pattern, String topic) {
        int p = 0;
        int t = 0;
        int retryPattern = -1;
        int retryTopic = -1;
        while (t <= topic.length()) {
            if (p <= pattern.length()) {
                int patternEnd = end(pattern, p);
                if (is(pattern, p, patternEnd, '#')) {
                    p = patternEnd + 1;
                    retryPattern = p;
                    retryTopic = t;
                    continue;
                }
                int topicEnd = end(topic, t);
                if (is(pattern, p, patternEnd, '*')
                        || patternEnd - p == topicEnd - t
                                && pattern.regionMatches(p, topic, t, topicEnd - t)) {
                    p = patternEnd + 1;
                    t = topicEnd + 1;
                    continue;
                }
            }
            if (retryPattern < 0) {
                return false;
            }
            retryTopic = end(topic, retryTopic) + 1;
            t = retryTopic;
            p = retryPattern;
        }
        return onlyHashesFrom(pattern, p);
    }

    /** Where the segment that begins there ends. */
    static int end(String text, int from) {
        int dot = text.indexOf('.', from);
        return dot < 0 ? text.length() : dot;
    }

    static boolean is(String text, int from, int to, char wildcard) {
        return to - from == 1 && text.charAt(from) == wildcard;
    }

    private static boolean onlyHashesFrom(String pattern, int from) {
        int p = from;
        while (p <= pattern.length()) {
            int patternEnd = end(pattern, p);
            if (!is(pattern, p, patternEnd, '#')) {
                return false;
            }
            p = patternEnd + 1;
        }
        return true;
    }
}
