package io.mpreg.api.cdi;

import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.MpregCache;
import io.mpreg.api.cache.Region;
import jakarta.enterprise.inject.spi.InjectionPoint;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The injection points of cache regions that an application has. <b>Not</b> thread-safe. */
final class Regions {

    private final List<String> problems = new ArrayList<>();
    private boolean used;

    /** Looks at an injection point. */
    void inspect(InjectionPoint point) {
        if (point.getQualifiers().stream().noneMatch(Region.class::isInstance)) {
            return;
        }
        used = true;
        Type type = Services.injected(point.getType());
        if (type != CacheClient.class && !isTyped(type)) {
            problems.add(
                    "@Region on "
                            + point.getMember()
                            + ": its type is "
                            + type.getTypeName()
                            + ", should be CacheClient or an MpregCache with the types of its keys"
                            + " and values, such as MpregCache<String, Price>");
        }
    }

    static boolean isTyped(Type type) {
        return type instanceof ParameterizedType generic
                && generic.getRawType() == MpregCache.class
                && Arrays.stream(generic.getActualTypeArguments())
                        .noneMatch(
                                argument ->
                                        argument instanceof TypeVariable
                                                || argument instanceof WildcardType);
    }

    /** Whether there is any. */
    boolean isUsed() {
        return used;
    }

    /** What is wrong with the injection points, for people. */
    List<String> problems() {
        return List.copyOf(problems);
    }
}
