package io.mpreg.engine.cache.peer;

/** A key together with its region; as text {@code region:key}. */
public record KeyRef(String region, String key) {

    @Override
    public String toString() {
        return region + ':' + key;
    }
}
