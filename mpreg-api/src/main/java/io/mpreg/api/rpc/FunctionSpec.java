package io.mpreg.api.rpc;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A function to be provided.
 *
 * @param name the function's name: segments of the topic grammar joined by dots
 * @param functionId its id, one-to-one with the name; the name itself unless given
 * @param version {@code 1}, {@code 1.2} or {@code v1.2.3}
 * @param resources what this provider has
 * @param tags words for people who look for functions
 * @param idempotent whether running it twice is harmless, so that it may be tried again
 * @param concurrency how many invocations may run at a time; 0 for the node's default
 * @param description for people
 * @param parameters what each parameter is, by name and in their order; for people
 * @param result what the result is; for people
 * @param cacheable how long its results hold for the same arguments; empty if they must not be kept
 * @since 0.1
 */
public record FunctionSpec(
        String name,
        Optional<String> functionId,
        String version,
        Set<String> resources,
        Set<String> tags,
        boolean idempotent,
        int concurrency,
        String description,
        Map<String, String> parameters,
        String result,
        Optional<Cacheability> cacheable) {

    /** A function whose results are not kept. */
    public FunctionSpec(
            String name,
            Optional<String> functionId,
            String version,
            Set<String> resources,
            Set<String> tags,
            boolean idempotent,
            int concurrency,
            String description,
            Map<String, String> parameters,
            String result) {
        this(
                name,
                functionId,
                version,
                resources,
                tags,
                idempotent,
                concurrency,
                description,
                parameters,
                result,
                Optional.empty());
    }

    public FunctionSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(functionId, "functionId");
        Objects.requireNonNull(version, "version");
        resources = Set.copyOf(resources);
        tags = Set.copyOf(tags);
        Objects.requireNonNull(description, "description");
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(cacheable, "cacheable");
    }

    /** A function of version 1 with default settings. */
    public static FunctionSpec named(String name) {
        return new FunctionSpec(
                name, Optional.empty(), "1", Set.of(), Set.of(), false, 0, "", Map.of(), "");
    }

    /** The same under an id of its own. */
    public FunctionSpec functionId(String id) {
        return with(
                Optional.of(id),
                version,
                resources,
                tags,
                idempotent,
                concurrency,
                description,
                parameters,
                result);
    }

    /** The same at another version. */
    public FunctionSpec version(String value) {
        return with(
                functionId,
                value,
                resources,
                tags,
                idempotent,
                concurrency,
                description,
                parameters,
                result);
    }

    /** The same by a provider that has these. */
    public FunctionSpec resources(String... held) {
        return with(
                functionId,
                version,
                Set.of(held),
                tags,
                idempotent,
                concurrency,
                description,
                parameters,
                result);
    }

    /** The same with words for people who look for it. */
    public FunctionSpec tags(String... words) {
        return with(
                functionId,
                version,
                resources,
                Set.of(words),
                idempotent,
                concurrency,
                description,
                parameters,
                result);
    }

    /** The same, being tried again when a provider is lost, or not. */
    public FunctionSpec idempotent(boolean harmless) {
        return with(
                functionId,
                version,
                resources,
                tags,
                harmless,
                concurrency,
                description,
                parameters,
                result);
    }

    /** The same with so many invocations at a time; further ones wait, then are refused. */
    public FunctionSpec concurrency(int invocations) {
        return with(
                functionId,
                version,
                resources,
                tags,
                idempotent,
                invocations,
                description,
                parameters,
                result);
    }

    /** The same with words for people. */
    public FunctionSpec description(String text) {
        return with(
                functionId,
                version,
                resources,
                tags,
                idempotent,
                concurrency,
                text,
                parameters,
                result);
    }

    /** The same with one more parameter described, after those that are. */
    public FunctionSpec parameter(String parameter, String text) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(parameter, text);
        return with(
                functionId,
                version,
                resources,
                tags,
                idempotent,
                concurrency,
                description,
                more,
                result);
    }

    /** The same with a description of the result. */
    public FunctionSpec result(String text) {
        return with(
                functionId,
                version,
                resources,
                tags,
                idempotent,
                concurrency,
                description,
                parameters,
                text);
    }

    /**
     * The same, whose result for the same arguments may be given again for that time, to requests
     * that ask for it.
     *
     * @param words by which its results can be invalidated in the region {@link
     *     Cacheability#REGION}
     */
    public FunctionSpec cacheable(Duration timeToLive, String... words) {
        return cacheable(new Cacheability(timeToLive, Set.of(words), Set.of()));
    }

    /** The same, whose results may be given again to requests that ask for it. */
    public FunctionSpec cacheable(Cacheability results) {
        return new FunctionSpec(
                name,
                functionId,
                version,
                resources,
                tags,
                idempotent,
                concurrency,
                description,
                parameters,
                result,
                Optional.of(results));
    }

    private FunctionSpec with(
            Optional<String> functionId,
            String version,
            Set<String> resources,
            Set<String> tags,
            boolean idempotent,
            int concurrency,
            String description,
            Map<String, String> parameters,
            String result) {
        return new FunctionSpec(
                name,
                functionId,
                version,
                resources,
                tags,
                idempotent,
                concurrency,
                description,
                parameters,
                result,
                cacheable);
    }
}
