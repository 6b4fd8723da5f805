package io.mpreg.engine.cache;

/** A key together with its region; as text {@code region:key}. */
record KeyRef(String region, String key) {

    @Override
    public String toString() {
        return region + ':' + key;
    }
}
