package io.mpreg.engine.journal;

import java.time.Duration;

/**
 * What opening a journal found.
 *
 * @param segments segments with records
 * @param records live records, all of which were presented
 * @param bytes bytes that were read as valid records, dead ones included
 * @param released records that were found together with what released them
 * @param tornBytes bytes behind the last good record that a write left which was never confirmed; 0
 *     after a clean stop
 * @param tornAt where the torn tail began: file and offset; empty if there was none
 * @param time how long it took
 */
public record RecoveryReport(
        int segments,
        long records,
        long bytes,
        long released,
        long tornBytes,
        String tornAt,
        Duration time) {}
