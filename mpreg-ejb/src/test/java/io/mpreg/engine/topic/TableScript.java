package io.mpreg.engine.topic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Random operations on a table, each compared with the same on the model. */
final class TableScript {

    private static final String[] ALPHABET = {"a", "b", "c", "longer-than-eight", "déjà", "日本"};

    private final long seed;
    private final Random random;
    private final TopicTable<Integer> table;
    private final TopicTable<Integer> model = new NaiveTable<>();
    private final List<String> done = new ArrayList<>();
    private final List<TopicPattern> known = new ArrayList<>();
    private final int letters;
    private final int longest;

    TableScript(long seed, TopicTable<Integer> table) {
        this.seed = seed;
        this.random = new Random(seed);
        this.table = table;
        this.letters = 1 + random.nextInt(ALPHABET.length);
        this.longest = 1 + random.nextInt(8);
    }

    /** Runs some operations, and as many comparisons. */
    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            change();
            TopicName topic = TopicName.of(text(false));
            same("match " + topic, pairs(table, topic), pairs(model, topic));
            same("values " + topic, values(table, topic), values(model, topic));
            same("count " + topic, table.count(topic), model.count(topic));
            same("matches " + topic, table.matches(topic), model.matches(topic));
            same("size", table.size(), model.size());
            same("patterns", table.patterns(), model.patterns());
        }
        same("all", all(table), all(model));
    }

    /** Takes out all that is left, in random order. */
    void empty() {
        List<String> left = all(model);
        Collections.shuffle(left, random);
        for (String pair : left) {
            int at = pair.indexOf('=');
            TopicPattern pattern = TopicPattern.of(pair.substring(0, at));
            Integer value = Integer.valueOf(pair.substring(at + 1));
            same("last of " + pair, table.remove(pattern, value), model.remove(pattern, value));
        }
        same("size", table.size(), 0L);
    }

    private void change() {
        boolean again = !known.isEmpty() && random.nextBoolean();
        TopicPattern pattern =
                again ? known.get(random.nextInt(known.size())) : TopicPattern.of(text(true));
        int value = random.nextInt(4) == 0 ? random.nextInt(40) : random.nextInt(2);
        if (random.nextInt(5) < (known.size() > 30 ? 1 : 3)) {
            done.add("add " + pattern + " " + value);
            same("added", table.add(pattern, value), model.add(pattern, value));
            known.add(pattern);
        } else {
            done.add("remove " + pattern + " " + value);
            same("removed", table.remove(pattern, value), model.remove(pattern, value));
            if (known.size() > 30) {
                known.remove(pattern);
            }
        }
        same("contains", table.contains(pattern, value), model.contains(pattern, value));
    }

    private String text(boolean wildcards) {
        int length = 1 + random.nextInt(longest);
        List<String> segments = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            int kind = wildcards ? random.nextInt(10) : 9;
            segments.add(kind < 2 ? "*" : kind < 5 ? "#" : ALPHABET[random.nextInt(letters)]);
        }
        return String.join(".", segments);
    }

    private void same(String what, Object found, Object expected) {
        if (!found.equals(expected)) {
            throw new AssertionError(
                    "seed "
                            + seed
                            + ", "
                            + what
                            + ": found "
                            + found
                            + ", expected "
                            + expected
                            + ", after "
                            + done);
        }
    }

    private static List<String> pairs(TopicTable<Integer> table, TopicName topic) {
        List<String> pairs = new ArrayList<>();
        table.match(topic, (pattern, value) -> pairs.add(pattern + "=" + value));
        return pairs.stream().sorted().collect(Collectors.toCollection(ArrayList::new));
    }

    private static List<Integer> values(TopicTable<Integer> table, TopicName topic) {
        List<Integer> values = new ArrayList<>();
        table.values(topic, values::add);
        Collections.sort(values);
        return values;
    }

    private static List<String> all(TopicTable<Integer> table) {
        List<String> all = new ArrayList<>();
        table.forEach((pattern, value) -> all.add(pattern + "=" + value));
        Collections.sort(all);
        return all;
    }
}
