package io.mpreg.api.rpc;

import java.util.List;
import java.util.Set;

/**
 * A function that can be called, at one version.
 *
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
        List<String> nodes) {}
