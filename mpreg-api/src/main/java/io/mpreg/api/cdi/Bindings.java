package io.mpreg.api.cdi;

import io.mpreg.api.cache.MpregCached;
import io.mpreg.api.cache.MpregInvalidate;
import io.mpreg.api.cache.Region;
import io.mpreg.api.rpc.MpregService;
import io.mpreg.api.topic.OnTopic;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.Interceptor;
import java.lang.annotation.Annotation;

/**
 * Tells the container what the annotations of MPREG are, which by themselves know nothing of CDI,
 * so that the API is of use where there is none.
 */
final class Bindings {

    /** Around transactions, so that entries go when a transaction of the method has ended. */
    private static final int AROUND_TRANSACTIONS = Interceptor.Priority.PLATFORM_BEFORE + 100;

    private Bindings() {}

    static void declare(BeforeBeanDiscovery discovery) {
        discovery.configureQualifier(OnTopic.class);
        qualifier(discovery, MpregService.class);
        qualifier(discovery, Region.class);
        discovery.addAnnotatedType(RegionProducer.class, RegionProducer.class.getName());
        interceptor(
                discovery,
                MpregInvalidate.class,
                InvalidateInterceptor.class,
                Literals.invalidate(""),
                AROUND_TRANSACTIONS);
        interceptor(
                discovery,
                MpregCached.class,
                CachedInterceptor.class,
                Literals.cached("", ""),
                AROUND_TRANSACTIONS + 1);
    }

    /** What its members say is for the one who makes the object. */
    private static void qualifier(
            BeforeBeanDiscovery discovery, Class<? extends Annotation> qualifier) {
        discovery
                .configureQualifier(qualifier)
                .methods()
                .forEach(method -> method.add(Nonbinding.Literal.INSTANCE));
    }

    private static void interceptor(
            BeforeBeanDiscovery discovery,
            Class<? extends Annotation> binding,
            Class<?> interceptor,
            Annotation bound,
            int priority) {
        discovery
                .configureInterceptorBinding(binding)
                .methods()
                .forEach(method -> method.add(Nonbinding.Literal.INSTANCE));
        discovery
                .addAnnotatedType(interceptor, interceptor.getName())
                .add(new InterceptorLiteral())
                .add(new PriorityLiteral(priority))
                .add(bound);
    }

    @SuppressWarnings("all") // an annotation as an object
    private static final class InterceptorLiteral extends AnnotationLiteral<Interceptor>
            implements Interceptor {
        private static final long serialVersionUID = 1L;
    }

    @SuppressWarnings("all") // an annotation as an object
    private static final class PriorityLiteral extends AnnotationLiteral<Priority>
            implements Priority {
        private static final long serialVersionUID = 1L;
        private final int value;

        PriorityLiteral(int value) {
            this.value = value;
        }

        @Override
        public int value() {
            return value;
        }
    }
}
