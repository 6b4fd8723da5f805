package io.mpreg.api.cdi;

import io.mpreg.api.cache.MpregCached;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/** Answers calls of methods with {@link MpregCached}. Made an interceptor by the extension. */
public class CachedInterceptor {

    private final CacheCalls calls;

    @Inject
    CachedInterceptor(CacheCalls calls) {
        this.calls = calls;
    }

    @AroundInvoke
    @Nullable Object answer(InvocationContext call) throws Exception {
        return calls.answer(call);
    }
}
