package io.mpreg.engine.session;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Times of frames: ISO-8601 in UTC, always to the millisecond.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Timestamps {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);

    private volatile Known known = new Known(0, SECONDS.format(Instant.EPOCH));

    /** The last second that was asked for: most times of messages are in it. */
    private record Known(long second, String text) {}

    String text(Instant time) {
        long second = time.getEpochSecond();
        Known last = known;
        if (last.second() != second) {
            last = new Known(second, SECONDS.format(time));
            known = last;
        }
        int millis = time.getNano() / 1_000_000;
        char[] end = {
            (char) ('0' + millis / 100),
            (char) ('0' + millis / 10 % 10),
            (char) ('0' + millis % 10),
            'Z'
        };
        return last.text().concat(new String(end));
    }
}
