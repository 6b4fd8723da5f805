package io.mpreg.engine.journal;

/** How deep into the reserve of prepared segments a record may go. */
enum Kind {
    /** A record of an appender: leaves the reserve alone. */
    RECORD(JournalSettings.RESERVE),
    /** A record that compaction moves: leaves one segment. */
    MOVE(1),
    /** A release: may use everything. */
    RELEASE(0);

    /** How many prepared segments must be there, and after one is begun must be left. */
    final int spared;

    Kind(int spared) {
        this.spared = spared;
    }
}
