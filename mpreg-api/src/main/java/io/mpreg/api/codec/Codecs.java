package io.mpreg.api.codec;

import java.util.Optional;

/**
 * The codecs that come with MPREG.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * @since 0.1
 */
public final class Codecs {

    private static final String JSONB_API = "jakarta.json.bind.Jsonb";
    private static final String JSONB_CODEC = "io.mpreg.api.codec.jsonb.JsonbCodec";

    private Codecs() {}

    /**
     * The codec for the values of JDK types and of records; it needs nothing but the JDK.
     *
     * <p>It knows null, booleans, numbers, text, enums, maps, iterables, arrays, {@code Optional},
     * {@code java.time}, {@code UUID}, and records of these.
     */
    public static ValueCodec plain() {
        return PlainCodec.INSTANCE;
    }

    /**
     * The codec for an application: JSON-B where the application's class loader has it, {@link
     * #plain()} elsewhere. Its {@link ApplicationCodec#close} frees what JSON-B holds.
     *
     * @param application sees the application's classes
     */
    public static ApplicationCodec standard(ClassLoader application) {
        return jsonb(application).orElseGet(() -> new ApplicationCodec.Unbound(plain()));
    }

    private static Optional<ApplicationCodec> jsonb(ClassLoader application) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            thread.setContextClassLoader(application);
            Class.forName(JSONB_API, false, Codecs.class.getClassLoader());
            return Optional.of(
                    (ApplicationCodec)
                            Class.forName(JSONB_CODEC).getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            // No JSON-B here, or an API without a provider: the plain codec is the answer.
            System.getLogger(Codecs.class.getName())
                    .log(System.Logger.Level.DEBUG, "JSON-B is not available: {0}", e.toString());
            return Optional.empty();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
