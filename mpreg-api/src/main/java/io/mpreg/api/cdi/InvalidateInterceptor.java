package io.mpreg.api.cdi;

import io.mpreg.api.cache.MpregInvalidate;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/** Drops entries after calls of methods with {@link MpregInvalidate}. */
public class InvalidateInterceptor {

    private final CacheCalls calls;

    @Inject
    InvalidateInterceptor(CacheCalls calls) {
        this.calls = calls;
    }

    @AroundInvoke
    @Nullable Object drop(InvocationContext call) throws Exception {
        return calls.drop(call);
    }
}
