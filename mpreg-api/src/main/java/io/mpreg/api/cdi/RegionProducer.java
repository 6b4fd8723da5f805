package io.mpreg.api.cdi;

import io.mpreg.api.MpregClient;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.MpregCache;
import io.mpreg.api.cache.Region;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * Gives cache regions to whoever injects one. Made a bean by the extension; the region's name is no
 * part of the qualifier.
 */
public class RegionProducer {

    private final MpregClient client;

    @Inject
    RegionProducer(MpregClient client) {
        this.client = client;
    }

    @Produces
    @Region("")
    <K, V> MpregCache<K, V> typed(InjectionPoint point) {
        Type type = Services.injected(point.getType());
        if (!Regions.isTyped(type)) {
            throw MpregRequestException.field(
                    "type", type.getTypeName() + " does not say what its values are");
        }
        Type value = ((ParameterizedType) type).getActualTypeArguments()[1];
        return MpregCache.of(plain(point), value);
    }

    @Produces
    @Region("")
    CacheClient plain(InjectionPoint point) {
        return point.getQualifiers().stream()
                .filter(Region.class::isInstance)
                .map(Region.class::cast)
                .findFirst()
                .map(region -> client.cache(region.value()))
                .orElseThrow();
    }
}
