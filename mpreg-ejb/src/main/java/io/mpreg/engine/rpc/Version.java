package io.mpreg.engine.rpc;

import io.mpreg.api.MpregRequestException;

/** A version of a function: up to three numbers, of which missing ones count as 0. */
record Version(int major, int minor, int patch) implements Comparable<Version> {

    /**
     * Reads {@code 1}, {@code 1.2} or {@code v1.2.3}.
     *
     * @param field what is named in the error
     * @throws MpregRequestException if the text is anything else
     */
    static Version parse(String field, String text) {
        String plain = text.startsWith("v") ? text.substring(1) : text;
        String[] parts = plain.split("\\.", -1);
        if (parts.length > 3) {
            throw invalid(field, text);
        }
        int[] numbers = new int[3];
        for (int i = 0; i < parts.length; i++) {
            numbers[i] = number(field, text, parts[i]);
        }
        return new Version(numbers[0], numbers[1], numbers[2]);
    }

    private static int number(String field, String text, String part) {
        if (part.isEmpty() || part.length() > 9) {
            throw invalid(field, text);
        }
        int number = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c < '0' || c > '9') {
                throw invalid(field, text);
            }
            number = number * 10 + c - '0';
        }
        return number;
    }

    private static MpregRequestException invalid(String field, String text) {
        return MpregRequestException.field(
                field, "'" + text + "' is not a version: write 1, 1.2 or v1.2.3");
    }

    @Override
    public int compareTo(Version other) {
        int byMajor = Integer.compare(major, other.major);
        if (byMajor != 0) {
            return byMajor;
        }
        int byMinor = Integer.compare(minor, other.minor);
        return byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
