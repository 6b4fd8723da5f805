package io.mpreg.api.cdi;

import io.mpreg.api.cache.MpregInvalidate;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Drops entries after calls of methods with {@link MpregInvalidate}. */
public class InvalidateInterceptor {

    private final MpregExtension extension;

    @Inject
    InvalidateInterceptor(MpregExtension extension) {
        this.extension = extension;
    }

    @AroundInvoke
    @Nullable Object drop(InvocationContext call) throws Exception {
        Method method = call.getMethod();
        MpregInvalidate annotation = method.getAnnotation(MpregInvalidate.class);
        return extension
                .cacheCalls()
                .drop(
                        extension.cacheMethods().invalidation(method, annotation),
                        call.getParameters(),
                        call::proceed);
    }
}
