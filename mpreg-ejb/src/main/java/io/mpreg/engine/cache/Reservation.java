package io.mpreg.engine.cache;

import io.mpreg.api.Payload;

/**
 * The place of a value that is being computed; to be closed in any case.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class Reservation implements AutoCloseable {

    private final Loading.Place place;
    private final Cascade cascade;

    Reservation(Loading.Place place, Cascade cascade) {
        this.place = place;
        this.cascade = cascade;
    }

    /** Puts the value there, unless the key was written or invalidated meanwhile. */
    public void keep(Payload value) {
        place.keep(value);
        cascade.settle();
    }

    /** Gives the place up; nothing happens if there is a value. */
    @Override
    public void close() {
        place.giveUp();
    }
}
