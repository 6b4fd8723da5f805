package io.mpreg.api.cdi;

import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Where the application's configuration comes from. */
final class Configuration {

    private static final System.Logger LOG = System.getLogger(Configuration.class.getName());

    private Configuration() {}

    /** MicroProfile Config where the application has it, else the system properties. */
    static Function<String, Optional<String>> of(ClassLoader application) {
        try {
            return MicroProfile.of(application);
        } catch (LinkageError | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "no MicroProfile Config, system properties are read: {0}",
                    e.toString());
            return key -> Optional.ofNullable(System.getProperty(key));
        }
    }

    /** Loaded only when it is called, so that its API may be absent. */
    private static final class MicroProfile {

        private MicroProfile() {}

        static Function<String, Optional<String>> of(ClassLoader application) {
            Config config = ConfigProvider.getConfig(application);
            return key -> config.getOptionalValue(key, String.class);
        }
    }
}
