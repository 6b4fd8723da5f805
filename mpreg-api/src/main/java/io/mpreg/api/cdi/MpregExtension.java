package io.mpreg.api.cdi;

import io.mpreg.api.MpregClient;
import io.mpreg.api.MpregConfigException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.DefinitionException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.enterprise.inject.spi.ProcessObserverMethod;
import java.security.CodeSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Brings MPREG to one application: the injected client, and the methods that its nodes call.
 *
 * <p><b>Threads.</b> The container calls it on one thread at a time.
 *
 * @since 0.1
 */
public class MpregExtension implements Extension {

    private static final System.Logger LOG = System.getLogger(MpregExtension.class.getName());

    private final LateNode node;
    private final LateClient client;
    private final ServedMethods methods = new ServedMethods();
    private final CacheMethods cacheMethods = new CacheMethods();
    private final CacheCalls cacheCalls;
    private final Services services;
    private final Regions regions;
    private final AtomicBoolean used = new AtomicBoolean();
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** For the container. */
    public MpregExtension() {
        this(Application::here);
    }

    MpregExtension(Supplier<Application> surroundings) {
        this.node = new LateNode(surroundings);
        this.client = new LateClient(node);
        this.cacheCalls = new CacheCalls(node, cacheMethods);
        this.services = new Services(client);
        this.regions = new Regions();
    }

    void annotations(@Observes BeforeBeanDiscovery discovery) {
        Bindings.declare(discovery);
    }

    void bean(@Observes ProcessManagedBean<?> bean) {
        methods.inspect(bean.getBean(), bean.getAnnotatedBeanClass());
        cacheMethods.inspect(bean.getAnnotatedBeanClass());
    }

    void injected(@Observes ProcessInjectionPoint<?, ?> point) {
        InjectionPoint injected = point.getInjectionPoint();
        services.inspect(injected);
        regions.inspect(injected);
        if (Services.injected(injected.getType()) == MpregClient.class
                && injected.getMember().getDeclaringClass() != RegionProducer.class) {
            used.set(true);
        }
    }

    void observer(@Observes ProcessObserverMethod<?, ?> observer) {
        methods.inspect(observer.getObserverMethod());
    }

    void beans(@Observes AfterBeanDiscovery discovery) {
        discovery
                .<MpregClient>addBean()
                .id(beanId(MpregClient.class.getName()))
                .types(MpregClient.class, Object.class)
                .scope(ApplicationScoped.class)
                .createWith(context -> client);
        // Not proxied: a proxy of a class in another module would not see its methods.
        discovery
                .<CacheCalls>addBean()
                .id(beanId(CacheCalls.class.getName()))
                .types(CacheCalls.class)
                .scope(Dependent.class)
                .createWith(context -> cacheCalls);
        services.beans(discovery);
        Stream.of(
                        methods.problems(),
                        cacheMethods.problems(),
                        services.problems(),
                        regions.problems())
                .flatMap(List::stream)
                .forEach(text -> discovery.addDefinitionError(new DefinitionException(text)));
    }

    /**
     * The id of a bean. An application may see two copies of this class, its own and the server's;
     * their beans must not share an id, nor the name of the proxy class that is made of it.
     */
    static String beanId(String name) {
        CodeSource source = MpregExtension.class.getProtectionDomain().getCodeSource();
        return source == null ? name : name + " of " + source.getLocation();
    }

    /** Within the application's context, which is the last moment to learn it without a request. */
    void started(
            @Observes @Initialized(ApplicationScoped.class) Object event, BeanManager manager) {
        if (!started.compareAndSet(false, true) || !isUsed()) {
            return;
        }
        try {
            node.application();
            if (!methods.isEmpty()) {
                methods.start(manager, node);
            }
        } catch (MpregConfigException e) {
            LOG.log(System.Logger.Level.ERROR, "MPREG is out of reach: {0}", e.toString());
        }
    }

    private boolean isUsed() {
        return used.get()
                || !methods.isEmpty()
                || !cacheMethods.isEmpty()
                || !services.isEmpty()
                || regions.isUsed();
    }

    void stopping(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
        stop();
    }

    void stopped(@Observes BeforeShutdown shutdown) {
        stop();
        node.close();
    }

    private void stop() {
        if (stopped.compareAndSet(false, true)) {
            methods.stop(node);
        }
    }
}
