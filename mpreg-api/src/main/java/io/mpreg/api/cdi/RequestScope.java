package io.mpreg.api.cdi;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Gives calls a request context of their own, unless they have one.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class RequestScope {

    private final BeanManager manager;
    private final Bean<?> controllers;

    RequestScope(BeanManager manager) {
        this.manager = manager;
        this.controllers = manager.resolve(manager.getBeans(RequestContextController.class));
    }

    /** Calls within a request context. */
    @Nullable Object call(Callable<?> call) throws Exception {
        RequestContextController request =
                (RequestContextController)
                        manager.getReference(
                                controllers,
                                RequestContextController.class,
                                manager.createCreationalContext(controllers));
        boolean activated = request.activate();
        try {
            return call.call();
        } finally {
            if (activated) {
                request.deactivate();
            }
        }
    }
}
