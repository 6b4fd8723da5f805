package io.mpreg.api.cdi;

import io.mpreg.api.cache.MpregCached;
import io.mpreg.api.cache.MpregInvalidate;
import io.mpreg.api.cache.Region;
import io.mpreg.api.queue.MpregConsumer;
import io.mpreg.api.rpc.MpregFunction;
import io.mpreg.api.rpc.MpregService;
import io.mpreg.api.topic.MpregSubscribe;
import io.mpreg.api.topic.OnTopic;
import io.mpreg.api.topic.SlowConsumerPolicy;
import jakarta.enterprise.util.AnnotationLiteral;

/**
 * The annotations of MPREG as objects: for {@code Instance.select}, and for extensions that add
 * them to classes of others.
 *
 * <pre>{@code
 * CacheClient prices = instance.select(CacheClient.class, Literals.region("prices")).get();
 * }</pre>
 *
 * <p><b>Threads.</b> Stateless.
 *
 * @since 0.1
 */
public final class Literals {

    private static final String[] NONE = {};

    private Literals() {}

    /** {@code @Region(name)}. */
    public static Region region(String name) {
        return new RegionLiteral(name);
    }

    /** {@code @MpregService(prefix)}. */
    public static MpregService service(String prefix) {
        return new ServiceLiteral(prefix);
    }

    /** {@code @MpregFunction(name)}. */
    public static MpregFunction function(String name) {
        return new FunctionLiteral(name);
    }

    /** {@code @MpregSubscribe(patterns)}. */
    public static MpregSubscribe subscribe(String... patterns) {
        return new SubscribeLiteral(patterns);
    }

    /** {@code @OnTopic(pattern)}. */
    public static OnTopic onTopic(String pattern) {
        return new OnTopicLiteral(pattern);
    }

    /** {@code @MpregConsumer(queue = queue, group = group, concurrency = concurrency)}. */
    public static MpregConsumer consumer(String queue, String group, int concurrency) {
        return new ConsumerLiteral(queue, group, concurrency);
    }

    /** {@code @MpregCached(region = region, key = key)}. */
    public static MpregCached cached(String region, String key) {
        return new CachedLiteral(region, key);
    }

    /** {@code @MpregInvalidate(region = region, key = keys)}. */
    public static MpregInvalidate invalidate(String region, String... keys) {
        return new InvalidateLiteral(region, keys);
    }

    @SuppressWarnings("all") // an annotation as an object
    private static final class RegionLiteral extends AnnotationLiteral<Region> implements Region {
        private static final long serialVersionUID = 1L;
        private final String value;

        RegionLiteral(String value) {
            this.value = value;
        }

        @Override
        public String value() {
            return value;
        }
    }

    @SuppressWarnings("all") // an annotation as an object
    private static final class OnTopicLiteral extends AnnotationLiteral<OnTopic>
            implements OnTopic {
        private static final long serialVersionUID = 1L;
        private final String value;

        OnTopicLiteral(String value) {
            this.value = value;
        }

        @Override
        public String value() {
            return value;
        }
    }

    @SuppressWarnings("all") // an annotation as an object
    private static final class ServiceLiteral extends AnnotationLiteral<MpregService>
            implements MpregService {
        private static final long serialVersionUID = 1L;
        private final String value;

        ServiceLiteral(String value) {
            this.value = value;
        }

        @Override
        public String value() {
            return value;
        }

        @Override
        public String version() {
            return "";
        }

        @Override
        public String timeout() {
            return "";
        }

        @Override
        public String[] resources() {
            return NONE;
        }

        @Override
        public boolean byName() {
            return false;
        }
    }

    @SuppressWarnings("all") // an annotation as an object
    private static final class FunctionLiteral extends AnnotationLiteral<MpregFunction>
            implements MpregFunction {
        private static final long serialVersionUID = 1L;
        private final String value;

        FunctionLiteral(String value) {
            this.value = value;
        }

        @Override
        public String value() {
            return value;
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public String[] resources() {
            return NONE;
        }

        @Override
        public boolean idempotent() {
            return false;
        }

        @Override
        public int concurrency() {
            return 0;
        }

        @Override
        public String description() {
            return "";
        }

        @Override
        public String[] tags() {
            return NONE;
        }

        @Override
        public String cacheFor() {
            return "";
        }

        @Override
        public String[] cacheTags() {
            return NONE;
        }
    }

    @SuppressWarnings("all") // an annotation as an object
    private static final class SubscribeLiteral extends AnnotationLiteral<MpregSubscribe>
            implements MpregSubscribe {
        private static final long serialVersionUID = 1L;
        private final String[] value;

        SubscribeLiteral(String[] value) {
            this.value = value.clone();
        }

        @Override
        public String[] value() {
            return value.clone();
        }

        @Override
        public String group() {
            return "";
        }

        @Override
        public SlowConsumerPolicy onSlow() {
            return SlowConsumerPolicy.DROP_OLDEST;
        }
    }

    @SuppressWarnings("all") // an annotation as an object
    private static final class ConsumerLiteral extends AnnotationLiteral<MpregConsumer>
            implements MpregConsumer {
        private static final long serialVersionUID = 1L;
        private final String queue;
        private final String group;
        private final int concurrency;

        ConsumerLiteral(String queue, String group, int concurrency) {
            this.queue = queue;
            this.group = group;
            this.concurrency = concurrency;
        }

        @Override
        public String queue() {
            return queue;
        }

        @Override
        public String group() {
            return group;
        }

        @Override
        public int concurrency() {
            return concurrency;
        }
    }

    @SuppressWarnings("all") // an annotation as an object
    private static final class CachedLiteral extends AnnotationLiteral<MpregCached>
            implements MpregCached {
        private static final long serialVersionUID = 1L;
        private final String region;
        private final String key;

        CachedLiteral(String region, String key) {
            this.region = region;
            this.key = key;
        }

        @Override
        public String region() {
            return region;
        }

        @Override
        public String key() {
            return key;
        }

        @Override
        public String ttl() {
            return "";
        }

        @Override
        public String[] tags() {
            return NONE;
        }

        @Override
        public String[] dependsOn() {
            return NONE;
        }

        @Override
        public boolean cacheNull() {
            return true;
        }
    }

    @SuppressWarnings("all") // an annotation as an object
    private static final class InvalidateLiteral extends AnnotationLiteral<MpregInvalidate>
            implements MpregInvalidate {
        private static final long serialVersionUID = 1L;
        private final String region;
        private final String[] key;

        InvalidateLiteral(String region, String[] key) {
            this.region = region;
            this.key = key.clone();
        }

        @Override
        public String region() {
            return region;
        }

        @Override
        public String[] key() {
            return key.clone();
        }

        @Override
        public String[] pattern() {
            return NONE;
        }

        @Override
        public String[] tag() {
            return NONE;
        }

        @Override
        public boolean all() {
            return false;
        }
    }
}
