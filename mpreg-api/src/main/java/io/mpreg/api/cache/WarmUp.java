package io.mpreg.api.cache;

import io.mpreg.api.MpregException;
import java.util.Map;

/**
 * How far loading entries ahead of their use is, or what came of it.
 *
 * @param keys how many keys there are to do
 * @param loaded how many were loaded
 * @param present how many had an entry already, or were loaded by somebody else meanwhile
 * @param failures the keys that have no entry now, and why
 * @since 0.1
 */
public record WarmUp(int keys, int loaded, int present, Map<String, MpregException> failures) {
    public WarmUp {
        failures = Map.copyOf(failures);
    }

    /** How many keys are done, one way or the other. */
    public int done() {
        return loaded + present + failures.size();
    }
}
