package io.mpreg.api.rpc;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A function that can be called, at one version.
 *
 * @param name the function's name
 * @param functionId its id, one-to-one with the name
 * @param version the version as it was registered
 * @param resources what its providers have
 * @param tags words for people who look for functions
 * @param idempotent whether running it twice is harmless
 * @param description for people
 * @param parameters what each parameter is, by name and in their order; for people
 * @param result what the result is; for people
 * @param nodes where it is provided
 * @since 0.1
 */
public record FunctionInfo(
        String name,
        String functionId,
        String version,
        Set<String> resources,
        Set<String> tags,
        boolean idempotent,
        String description,
        Map<String, String> parameters,
        String result,
        List<String> nodes) {

    public FunctionInfo {
        resources = Set.copyOf(resources);
        tags = Set.copyOf(tags);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        nodes = List.copyOf(nodes);
    }
}
