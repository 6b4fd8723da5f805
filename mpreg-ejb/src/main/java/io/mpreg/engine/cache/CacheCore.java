package io.mpreg.engine.cache;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;

/**
 * The parts that a region's clients work with.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class CacheCore {

    private final Regions regions;
    private final Cascade cascade;
    private final Loading loading;
    private final Announcer announcer;
    private final Checkup checkup;
    private final Fetching fetching;
    private volatile boolean closed;

    CacheCore(
            Regions regions,
            Cascade cascade,
            Loading loading,
            Announcer announcer,
            Checkup checkup,
            Fetching fetching) {
        this.regions = regions;
        this.cascade = cascade;
        this.loading = loading;
        this.announcer = announcer;
        this.checkup = checkup;
        this.fetching = fetching;
    }

    Regions regions() {
        return regions;
    }

    Cascade cascade() {
        return cascade;
    }

    Loading loading() {
        return loading;
    }

    Announcer announcer() {
        return announcer;
    }

    Checkup checkup() {
        return checkup;
    }

    Fetching fetching() {
        return fetching;
    }

    void open() {
        if (closed) {
            throw MpregException.of(ErrorCode.UNAVAILABLE, "the node's cache has stopped");
        }
    }

    boolean isOpen() {
        return !closed;
    }

    void close() {
        closed = true;
        regions.close();
    }
}
