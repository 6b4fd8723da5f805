package io.mpreg.bench.kill;

import java.io.IOException;
import java.util.Random;

/** Lives and kills of one victim, one after the other. */
final class Trial {

    private final Victim victim;
    private final Random random;
    private final Books books = new Books();

    Trial(Victim victim, Random random) {
        this.victim = victim;
        this.random = random;
    }

    Books books() {
        return books;
    }

    /** One life, judged by what was promised in those before. */
    Verdict round() throws Exception {
        books.begin();
        String failure = "";
        try {
            victim.live(books, random);
        } catch (IOException e) {
            failure = String.valueOf(e.getMessage());
        }
        boolean recovered = books.isRecovered();
        return new Verdict(
                recovered,
                books.found(),
                recovered ? books.lost() : 0,
                books.returned(),
                books.unknown(),
                failure);
    }

    /**
     * What was found after a start.
     *
     * @param recovered whether it was killed only after everything had been delivered
     * @param found messages that were delivered
     * @param lost confirmed messages that were not
     * @param returned messages that were although their acknowledgement was confirmed
     * @param unknown messages that nobody sent
     * @param failure why the node did not start; empty if it did
     */
    record Verdict(
            boolean recovered, int found, int lost, int returned, int unknown, String failure) {}
}
