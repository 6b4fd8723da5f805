package io.mpreg.api.rpc;

import io.mpreg.api.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one level of a request's graph yielded.
 *
 * @param level its index, counted from 0
 * @param results the values of its succeeded commands
 * @param accumulated the values of this and all earlier levels
 * @param completedLevels how many levels were complete
 * @param totalLevels how many there are
 * @param progress the completed share, 0 to 100
 * @param elapsedMs time since the request was accepted, in milliseconds
 * @since 0.1
 */
public record LevelResult(
        int level,
        Map<String, Value> results,
        Map<String, Value> accumulated,
        int completedLevels,
        int totalLevels,
        double progress,
        double elapsedMs) {

    public LevelResult {
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
        accumulated = Collections.unmodifiableMap(new LinkedHashMap<>(accumulated));
    }
}
