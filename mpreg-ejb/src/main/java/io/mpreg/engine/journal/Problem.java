package io.mpreg.engine.journal;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregStorageException;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the errors of a journal: what, where, what to do. */
final class Problem {

    private Problem() {}

    /** Something is there that was never written so. */
    static Damage damage(Disk disk, String file, long offset, String what) {
        return new Damage(disk.name(), file, offset, what);
    }

    /** A read, write or force failed. */
    static MpregStorageException failed(Disk disk, String doing, IOException cause) {
        String what = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return of(
                ErrorCode.STORAGE,
                "The journal in "
                        + disk.name()
                        + " failed while "
                        + doing
                        + ": "
                        + what
                        + ". Look at the disk, then start the node again.",
                Map.of("folder", disk.name()),
                cause);
    }

    static MpregStorageException full(Disk disk, String why) {
        return of(
                ErrorCode.STORAGE_FULL,
                "The journal in "
                        + disk.name()
                        + " is full: "
                        + why
                        + ". Consume messages or free space; it goes on by itself.",
                Map.of("folder", disk.name()),
                null);
    }

    static MpregStorageException locked(Disk disk) {
        return of(
                ErrorCode.STORAGE_LOCKED,
                "Another process, or another node in this one, uses the journal in "
                        + disk.name()
                        + ". Stop it, or give this node a folder of its own with"
                        + " mpreg.node.data-dir.",
                Map.of("folder", disk.name()),
                null);
    }

    static MpregStorageException corrupt(Damage damage) {
        return of(
                ErrorCode.STORAGE_CORRUPT,
                damage.newer()
                        ? damage.getMessage() + ". Nothing was changed."
                        : damage.getMessage()
                                + ". Nothing was changed. Restore the folder from a backup, or see what"
                                + " can be saved with: java -cp mpreg-ejb.jar:mpreg-api.jar"
                                + " io.mpreg.engine.journal.JournalCommand repair "
                                + damage.folder(),
                Map.of("file", damage.file(), "offset", damage.offset()),
                null);
    }

    static MpregException closed(Disk disk) {
        return MpregException.of(
                ErrorCode.UNAVAILABLE, "The journal in " + disk.name() + " is closed.");
    }

    static MpregStorageException of(
            ErrorCode code, String message, Map<String, ?> details, @Nullable Throwable cause) {
        return (MpregStorageException) MpregException.of(code, message, details, cause);
    }
}
