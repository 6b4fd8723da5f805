package io.mpreg.api.cdi;

import io.mpreg.api.codec.ApplicationCodec;
import io.mpreg.api.codec.Codecs;
import io.mpreg.client.ClientThreads;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * An application that uses MPREG: what its client must know of it.
 *
 * @param name the name under which the node's monitor knows it
 * @param settings how it wants to reach its node
 * @param threads where its listeners and functions run
 * @param context runs a task at once, on the thread that gives it, in the application's context
 * @param codec how its values are converted
 */
record Application(
        String name,
        Settings settings,
        ClientThreads threads,
        Executor context,
        ApplicationCodec codec)
        implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Application.class.getName());
    private static final String UNNAMED = "application";

    /**
     * The application that the calling thread runs.
     *
     * @throws io.mpreg.api.MpregConfigException if its settings are wrong
     */
    static Application here() {
        ClassLoader loader =
                Optional.ofNullable(Thread.currentThread().getContextClassLoader())
                        .orElseGet(Application.class::getClassLoader);
        Settings settings = Settings.read(Configuration.of(loader));
        ApplicationCodec codec = Codecs.standard(loader);
        try {
            ManagedThreads managed = ManagedThreads.here();
            return new Application(nameHere(), settings, managed, managed.context(), codec);
        } catch (NamingException | LinkageError | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "no managed threads, the client makes its own: {0}",
                    e.toString());
            Executor context = task -> within(loader, task);
            return new Application(
                    nameHere(),
                    settings,
                    new LoaderThreads(ClientThreads.own(), context),
                    context,
                    codec);
        }
    }

    private static String nameHere() {
        return lookup("java:app/AppName")
                .or(() -> lookup("java:module/ModuleName"))
                .orElse(UNNAMED);
    }

    private static Optional<String> lookup(String name) {
        try {
            return Optional.ofNullable(InitialContext.<String>doLookup(name));
        } catch (NamingException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} is not there: {1}", name, e.toString());
            return Optional.empty();
        }
    }

    private static void within(ClassLoader loader, Runnable task) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            task.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() {
        threads.close();
        codec.close();
    }
}
