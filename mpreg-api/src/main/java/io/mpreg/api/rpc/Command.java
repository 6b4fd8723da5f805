package io.mpreg.api.rpc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call of a function within a request.
 *
 * @param name its name within the request: at most 100 letters, digits, {@code _} and {@code -}
 * @param function the function to call
 * @param args the positional arguments; may hold nulls and {@link Ref}s at any depth
 * @param kwargs the named arguments; likewise
 * @param resources what the provider must have
 * @param version which versions of the function fit, such as {@code >=1.2,<2}; empty for any
 * @param functionId the id that the function must have, if any
 * @param targetCluster the cluster to run in, if it matters
 * @param timeout how long it may run, instead of the node's default
 * @param after events that it waits for
 * @since 0.1
 */
public record Command(
        String name,
        String function,
        List<@Nullable Object> args,
        Map<String, @Nullable Object> kwargs,
        Set<String> resources,
        String version,
        Optional<String> functionId,
        Optional<String> targetCluster,
        Optional<Duration> timeout,
        List<EventDependency> after) {

    public Command {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(function, "function");
        args = Collections.unmodifiableList(new ArrayList<>(args));
        kwargs = Collections.unmodifiableMap(new LinkedHashMap<>(kwargs));
        resources = Set.copyOf(resources);
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(functionId, "functionId");
        Objects.requireNonNull(targetCluster, "targetCluster");
        Objects.requireNonNull(timeout, "timeout");
        after = List.copyOf(after);
    }

    /** A call with positional arguments. */
    public static Command of(String name, String function, @Nullable Object... args) {
        return new Command(
                name,
                function,
                Arrays.asList(args),
                Map.of(),
                Set.of(),
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** One more named argument. */
    public Command kwarg(String key, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(kwargs);
        more.put(key, value);
        return kwargs(more);
    }

    /** These named arguments instead. */
    public Command kwargs(Map<String, @Nullable Object> all) {
        return new Command(
                name,
                function,
                args,
                all,
                resources,
                version,
                functionId,
                targetCluster,
                timeout,
                after);
    }

    /** Only a provider that has all of these. */
    public Command resources(String... required) {
        return new Command(
                name,
                function,
                args,
                kwargs,
                Set.of(required),
                version,
                functionId,
                targetCluster,
                timeout,
                after);
    }

    /** Only a version that fits, such as {@code >=1.2,<2}; the highest of them is called. */
    public Command version(String constraint) {
        return new Command(
                name,
                function,
                args,
                kwargs,
                resources,
                constraint,
                functionId,
                targetCluster,
                timeout,
                after);
    }

    /** Only a function of this id. */
    public Command functionId(String id) {
        return new Command(
                name,
                function,
                args,
                kwargs,
                resources,
                version,
                Optional.of(id),
                targetCluster,
                timeout,
                after);
    }

    /** Only a provider in this cluster. */
    public Command targetCluster(String cluster) {
        return new Command(
                name,
                function,
                args,
                kwargs,
                resources,
                version,
                functionId,
                Optional.of(cluster),
                timeout,
                after);
    }

    /** How long it may run; the request's time bounds it as well. */
    public Command timeout(Duration time) {
        return new Command(
                name,
                function,
                args,
                kwargs,
                resources,
                version,
                functionId,
                targetCluster,
                Optional.of(time),
                after);
    }

    /** Waits for one more event before it starts. */
    public Command after(EventDependency event) {
        List<EventDependency> more = new ArrayList<>(after);
        more.add(event);
        return new Command(
                name,
                function,
                args,
                kwargs,
                resources,
                version,
                functionId,
                targetCluster,
                timeout,
                more);
    }
}
