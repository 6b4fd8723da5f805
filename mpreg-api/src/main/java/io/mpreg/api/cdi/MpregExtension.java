package io.mpreg.api.cdi;

import io.mpreg.api.MpregClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Extension;
import java.util.function.Supplier;

/**
 * Brings MPREG to one application: the injected client.
 *
 * <p><b>Threads.</b> The container calls it on one thread at a time.
 *
 * @since 0.1
 */
public class MpregExtension implements Extension {

    private final LateNode node;
    private final LateClient client;

    /** For the container. */
    public MpregExtension() {
        this(Application::here);
    }

    MpregExtension(Supplier<Application> surroundings) {
        this.node = new LateNode(surroundings);
        this.client = new LateClient(node);
    }

    void beans(@Observes AfterBeanDiscovery discovery) {
        discovery
                .<MpregClient>addBean()
                .id(MpregClient.class.getName())
                .types(MpregClient.class, Object.class)
                .scope(ApplicationScoped.class)
                .createWith(context -> client);
    }

    void stopped(@Observes BeforeShutdown shutdown) {
        node.close();
    }
}
