package io.mpreg.api.rpc;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Value;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A method of an interface that is a call of a function.
 *
 * @param function the function's name
 * @param parameters the names of the parameters, where arguments go by name
 * @param returned what the result is converted to
 * @param async whether the caller gets a stage
 * @param nothing whether the caller wants no result
 * @param settings how it is called
 */
record ServiceMethod(
        String function,
        Optional<List<String>> parameters,
        Type returned,
        boolean async,
        boolean nothing,
        ServiceSettings settings) {

    private static final String COMMAND = "call";

    static ServiceMethod of(Method method, ServiceSettings settings) {
        Type type = method.getGenericReturnType();
        boolean async =
                method.getReturnType() == CompletionStage.class
                        || method.getReturnType() == CompletableFuture.class;
        Type returned = async ? argument(type) : type;
        MpregFunction named = method.getAnnotation(MpregFunction.class);
        return new ServiceMethod(
                named == null ? settings.prefix() + "." + method.getName() : named.value(),
                settings.byName() ? Optional.of(names(method)) : Optional.empty(),
                returned,
                async,
                returned == void.class || returned == Void.class,
                settings);
    }

    private static List<String> names(Method method) {
        for (Parameter parameter : method.getParameters()) {
            if (!parameter.isNamePresent()) {
                throw MpregRequestException.field(
                        "byName",
                        "the parameter names of "
                                + method
                                + " are not in the class file; compile with -parameters");
            }
        }
        return Arrays.stream(method.getParameters()).map(Parameter::getName).toList();
    }

    private static Type argument(Type type) {
        return type instanceof ParameterizedType generic
                ? generic.getActualTypeArguments()[0]
                : Object.class;
    }

    /** Calls the function; the result is what the method returns. */
    @Nullable Object call(RpcClient rpc, @Nullable Object[] arguments) {
        RpcRequest request = request(arguments);
        return async
                ? rpc.executeAsync(request)
                        .thenApply(result -> converted(result.result(COMMAND)))
                        .toCompletableFuture()
                : converted(rpc.execute(request).result(COMMAND));
    }

    private RpcRequest request(@Nullable Object[] arguments) {
        Command plain =
                new Command(
                        COMMAND,
                        function,
                        parameters.isPresent()
                                ? List.of()
                                : Collections.unmodifiableList(Arrays.asList(arguments)),
                        parameters.map(names -> named(names, arguments)).orElse(Map.of()),
                        java.util.Set.copyOf(settings.resources()),
                        settings.version(),
                        Optional.empty(),
                        Optional.empty(),
                        settings.timeout(),
                        List.of());
        RpcRequest request = RpcRequest.of(plain);
        Optional<Duration> timeout = settings.timeout();
        return timeout.isPresent() ? request.timeout(timeout.get()) : request;
    }

    private static Map<String, @Nullable Object> named(
            List<String> names, @Nullable Object[] arguments) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            named.put(names.get(i), arguments[i]);
        }
        return named;
    }

    private @Nullable Object converted(Value value) {
        if (nothing) {
            return null;
        }
        return returned == Optional.class
                        || returned instanceof ParameterizedType generic
                                && generic.getRawType() == Optional.class
                ? Optional.ofNullable(value.as(argument(returned)))
                : value.as(returned);
    }
}
