package io.mpreg.engine.journal;

/** A journal holds something that was never written so. */
final class Damage extends Exception {

    private static final long serialVersionUID = 1L;

    private final String folder;
    private final String file;
    private final long offset;
    private final boolean newer;

    Damage(String folder, String file, long offset, String what) {
        this(folder, file, offset, what, false);
    }

    Damage(String folder, String file, long offset, String what, boolean newer) {
        super(
                "The journal in "
                        + folder
                        + (newer ? " cannot be read: " : " is damaged: ")
                        + file
                        + " at "
                        + offset
                        + ": "
                        + what);
        this.folder = folder;
        this.file = file;
        this.offset = offset;
        this.newer = newer;
    }

    String folder() {
        return folder;
    }

    String file() {
        return file;
    }

    long offset() {
        return offset;
    }

    /** Whether a newer version wrote it, so that there is nothing to repair. */
    boolean newer() {
        return newer;
    }
}
