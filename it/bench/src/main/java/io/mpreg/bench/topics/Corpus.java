package io.mpreg.bench.topics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Patterns and topics that depend on a seed only: 4 to 6 segments, a quarter of the patterns with
 * {@code *}, an eighth ending in {@code #}. Every second topic is made of a pattern, so that it
 * matches; the others are made at random.
 */
public final class Corpus {

    /** Subscribers are shared, so that they do not count as memory of the table. */
    private static final int SUBSCRIBERS = 10_000;

    private final SplittableRandom random;
    private final String[][] words;
    private final String[] subscribers = new String[SUBSCRIBERS];
    private final Set<Long> known = new HashSet<>();

    /**
     * @param words how many different segments there are at each place
     */
    public Corpus(long seed, int words) {
        this.random = new SplittableRandom(seed);
        this.words = new String[6][words];
        for (int place = 0; place < this.words.length; place++) {
            for (int i = 0; i < words; i++) {
                this.words[place][i] = word(place, i);
            }
        }
        for (int i = 0; i < SUBSCRIBERS; i++) {
            subscribers[i] = "client-" + i;
        }
    }

    /** From three to some ten characters. */
    private String word(int place, int number) {
        String tail = Integer.toString(number, 36);
        return (char) ('a' + place) + "wxyzuvrst".substring(0, random.nextInt(8)) + "-" + tail;
    }

    String subscriber(int pattern) {
        return subscribers[pattern % SUBSCRIBERS];
    }

    /** Distinct patterns, different from all that were made before. */
    public List<String> patterns(int count) {
        List<String> patterns = new ArrayList<>(count);
        while (patterns.size() < count) {
            int length = 4 + random.nextInt(3);
            int star = random.nextInt(4) == 0 ? random.nextInt(length) : -1;
            boolean hash = random.nextInt(8) == 0;
            StringBuilder text = new StringBuilder();
            long code = length;
            for (int place = 0; place < length; place++) {
                int word = random.nextInt(words[place].length);
                boolean last = place == length - 1;
                String segment = last && hash ? "#" : place == star ? "*" : words[place][word];
                text.append(place == 0 ? "" : ".").append(segment);
                code =
                        code * 0x9E3779B97F4A7C15L
                                + (segment.equals("#") ? 1 : segment.equals("*") ? 2 : word + 3);
                code ^= code >>> 29;
            }
            if (known.add(code)) {
                patterns.add(text.toString());
            }
        }
        return patterns;
    }

    /** Forgets which patterns were made. */
    void forget() {
        known.clear();
    }

    public List<String> topics(List<String> patterns, int count) {
        List<String> topics = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            topics.add(
                    i % 2 == 0
                            ? random(4 + random.nextInt(3))
                            : of(patterns.get(random.nextInt(patterns.size()))));
        }
        return topics;
    }

    private String random(int length) {
        StringBuilder topic = new StringBuilder();
        for (int place = 0; place < length; place++) {
            topic.append(place == 0 ? "" : ".").append(any(place));
        }
        return topic.toString();
    }

    private String of(String pattern) {
        StringBuilder topic = new StringBuilder();
        String[] segments = pattern.split("\\.");
        for (int place = 0; place < segments.length; place++) {
            String segment = segments[place];
            boolean wild = segment.equals("*") || segment.equals("#");
            topic.append(place == 0 ? "" : ".").append(wild ? any(place) : segment);
        }
        return topic.toString();
    }

    private String any(int place) {
        return words[place][random.nextInt(words[place].length)];
    }
}
