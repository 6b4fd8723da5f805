package io.mpreg.api.cdi;

import io.mpreg.api.MpregClient;
import io.mpreg.api.MpregException;
import io.mpreg.api.rpc.MpregService;
import io.mpreg.api.rpc.MpregServices;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Provider;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The interfaces of functions that an application has injected.
 *
 * <p><b>Threads.</b> Filled by one thread while the container starts, read by any number after.
 */
final class Services {

    private final Set<Class<?>> apis = new LinkedHashSet<>();
    private final Map<Wanted, Object> made = new ConcurrentHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final MpregClient client;

    Services(MpregClient client) {
        this.client = client;
    }

    private record Wanted(Class<?> api, MpregService settings) {}

    /** Looks at an injection point. */
    void inspect(InjectionPoint point) {
        settings(point).ifPresent(settings -> want(point, settings));
    }

    private static Optional<MpregService> settings(InjectionPoint point) {
        return point.getQualifiers().stream()
                .filter(MpregService.class::isInstance)
                .map(MpregService.class::cast)
                .findFirst();
    }

    private void want(InjectionPoint point, MpregService settings) {
        Class<?> api = Signature.erased(injected(point.getType()));
        try {
            made.put(new Wanted(api, settings), MpregServices.proxy(client, api, settings));
            apis.add(api);
        } catch (MpregException e) {
            problems.add("@MpregService on " + point.getMember() + ": " + e.getMessage());
        }
    }

    /** What a dynamic injection point gives. */
    static Type injected(Type type) {
        return type instanceof ParameterizedType generic
                        && (generic.getRawType() == Instance.class
                                || generic.getRawType() == Provider.class)
                ? generic.getActualTypeArguments()[0]
                : type;
    }

    /** Makes them beans; what an injection point says beside the type is no part of the bean. */
    void beans(AfterBeanDiscovery discovery) {
        for (Class<?> api : apis) {
            discovery
                    .addBean()
                    .id(MpregExtension.beanId(MpregService.class.getName() + " " + api.getName()))
                    .types(api, Object.class)
                    .qualifiers(Literals.service(""))
                    .scope(Dependent.class)
                    .produceWith(beans -> service(api, beans.select(InjectionPoint.class).get()));
        }
    }

    private Object service(Class<?> api, InjectionPoint point) {
        MpregService settings = settings(point).orElseGet(() -> Literals.service(""));
        return made.computeIfAbsent(
                new Wanted(api, settings), w -> MpregServices.proxy(client, api, settings));
    }

    /** Whether there is none. */
    boolean isEmpty() {
        return apis.isEmpty();
    }

    /** What is wrong with the injection points, for people. */
    List<String> problems() {
        return List.copyOf(problems);
    }
}
