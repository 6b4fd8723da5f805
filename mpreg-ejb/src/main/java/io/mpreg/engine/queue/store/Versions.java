package io.mpreg.engine.queue.store;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;

/** Checks the versions of records. */
final class Versions {

    private Versions() {}

    static void check(String what, int found, int known) {
        if (found != known) {
            throw MpregException.of(
                    ErrorCode.STORAGE_CORRUPT,
                    "a record of a "
                            + what
                            + " has version "
                            + found
                            + ", this node knows "
                            + known
                            + "; start the version of MPREG that wrote it");
        }
    }
}
