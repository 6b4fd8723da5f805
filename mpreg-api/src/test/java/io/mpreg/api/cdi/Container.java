package io.mpreg.api.cdi;

import io.mpreg.api.codec.Codecs;
import io.mpreg.client.ClientThreads;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.util.Map;
import java.util.Optional;

/** CDI containers as a server has them for an application. */
final class Container {

    private Container() {}

    /** A container of these beans and the extension. */
    static SeContainer of(Class<?>... beans) {
        return of(Map.of(), beans);
    }

    /** A container of these beans and the extension, with settings. */
    static SeContainer of(Map<String, String> settings, Class<?>... beans) {
        return of(new MpregExtension(() -> application(settings)), beans);
    }

    /** A container of these beans and that extension. */
    static SeContainer of(MpregExtension extension, Class<?>... beans) {
        return SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addExtensions(extension)
                .addBeanClasses(beans)
                .initialize();
    }

    private static Application application(Map<String, String> settings) {
        return new Application(
                "application",
                Settings.read(key -> Optional.ofNullable(settings.get(key))),
                ClientThreads.own(),
                Runnable::run,
                Codecs.standard(Container.class.getClassLoader()));
    }
}
