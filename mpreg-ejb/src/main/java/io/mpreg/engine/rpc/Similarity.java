package io.mpreg.engine.rpc;

import java.util.Locale;

/** How alike two names are, for hints to people. */
final class Similarity {

    private static final int LONGEST = 200;

    private Similarity() {}

    /** Whether somebody who wrote one name may have meant the other. */
    static boolean near(String written, String known) {
        String last = lastSegment(written);
        return distance(written, known) <= Math.max(2, written.length() / 3)
                || last.length() > 2 && last.equalsIgnoreCase(lastSegment(known));
    }

    private static String lastSegment(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** How many letters have to be put in, taken out or changed. */
    static int distance(String one, String other) {
        if (one.length() > LONGEST || other.length() > LONGEST) {
            return LONGEST;
        }
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] above = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above[j], row[j - 1]) + 1);
            }
            int[] swap = above;
            above = row;
            row = swap;
        }
        return above[b.length()];
    }
}
