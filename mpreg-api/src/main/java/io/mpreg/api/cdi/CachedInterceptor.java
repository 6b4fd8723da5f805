package io.mpreg.api.cdi;

import io.mpreg.api.cache.MpregCached;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Answers calls of methods with {@link MpregCached}. Made an interceptor by the extension. */
public class CachedInterceptor {

    private final MpregExtension extension;

    @Inject
    CachedInterceptor(MpregExtension extension) {
        this.extension = extension;
    }

    @AroundInvoke
    @Nullable Object answer(InvocationContext call) throws Exception {
        Method method = call.getMethod();
        MpregCached annotation = method.getAnnotation(MpregCached.class);
        return extension
                .cacheCalls()
                .call(
                        extension.cacheMethods().cached(method, annotation),
                        call.getParameters(),
                        call::proceed);
    }
}
