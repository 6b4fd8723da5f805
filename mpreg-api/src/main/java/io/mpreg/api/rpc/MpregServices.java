package io.mpreg.api.rpc;

import io.mpreg.api.MpregClient;
import io.mpreg.api.MpregRequestException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects whose methods are calls of functions; what {@code @Inject @MpregService} does, for
 * where nothing is injected.
 *
 * <pre>{@code
 * PriceApi prices = MpregServices.proxy(mpreg, PriceApi.class);
 * double total = prices.total(lines);
 * }</pre>
 *
 * <p>A method calls {@code prefix.method}, or the function that {@link MpregFunction} on it names.
 * It waits for the result and converts it to its return type; a method that returns a {@link
 * java.util.concurrent.CompletionStage} or {@code CompletableFuture} does not wait. Arguments go by
 * position, or by name where {@link MpregService#byName} says so; a {@code void} method waits for
 * the end. An absent result of type {@code Optional} is JSON null. Default methods run as they are
 * unless they carry {@link MpregFunction}.
 *
 * <p><b>Threads.</b> The objects are safe for use by any number of threads.
 *
 * <p><b>Failure.</b> A method fails as {@link RpcClient#call} does: {@link
 * io.mpreg.api.MpregRpcException} and its siblings, with the code of the call.
 *
 * @since 0.1
 */
public final class MpregServices {

    private MpregServices() {}

    /**
     * An object of the interface, with the settings that {@link MpregService} on it says.
     *
     * @throws MpregRequestException if it is no interface or its settings are wrong
     */
    public static <T> T proxy(MpregClient client, Class<T> api) {
        return proxy(client, api, Optional.empty());
    }

    /** An object of the interface; what these settings leave out is taken from the interface. */
    public static <T> T proxy(MpregClient client, Class<T> api, MpregService settings) {
        return proxy(client, api, Optional.of(settings));
    }

    private static <T> T proxy(MpregClient client, Class<T> api, Optional<MpregService> wanted) {
        if (!api.isInterface()) {
            throw MpregRequestException.field("api", api.getName() + " should be an interface");
        }
        ServiceSettings settings = ServiceSettings.of(api, wanted.orElse(null));
        Map<Method, ServiceMethod> methods = new HashMap<>();
        for (Method method : api.getMethods()) {
            boolean own = method.isDefault() && !method.isAnnotationPresent(MpregFunction.class);
            if (own && !Modifier.isPublic(api.getModifiers())) {
                throw MpregRequestException.field(
                        "api",
                        api.getName()
                                + " has a default method, '"
                                + method.getName()
                                + "', and should therefore be public");
            }
            if (!own && !Modifier.isStatic(method.getModifiers())) {
                methods.put(method, ServiceMethod.of(method, settings));
            }
        }
        return api.cast(
                Proxy.newProxyInstance(
                        api.getClassLoader(),
                        new Class<?>[] {api},
                        new Handler(client, api, settings.prefix(), Map.copyOf(methods))));
    }

    /** Calls. */
    private record Handler(
            MpregClient client, Class<?> api, String prefix, Map<Method, ServiceMethod> methods)
            implements InvocationHandler {

        private static final Object[] NONE = {};

        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object[] arguments)
                throws Throwable {
            ServiceMethod call = methods.get(method);
            if (call != null) {
                return call.call(client.rpc(), arguments == null ? NONE : arguments);
            }
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> api.getName() + " over " + prefix + ".*";
            };
        }
    }
}
