package io.mpreg.client;

import io.mpreg.api.Registration;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.rpc.FunctionHandler;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.wire.Fields;
import io.mpreg.wire.bin.InvokeForm;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The functions that this client provides, and their invocations that run.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Providers {

    private static final System.Logger LOG = System.getLogger(Providers.class.getName());

    /** So many invocations at a time are no stream of them. */
    private static final int FEW = 4;

    private final Connection connection;
    private final ValueCodec codec;
    private final Map<String, LiveProvider> live = new ConcurrentHashMap<>();
    private final Map<String, Invocation> running = new ConcurrentHashMap<>();

    /**
     * @param codec of invocations that nobody provides for
     */
    Providers(Connection connection, ValueCodec codec) {
        this.connection = connection;
        this.codec = codec;
    }

    Registration register(FunctionSpec spec, FunctionHandler handler, ValueCodec codec) {
        LiveProvider provider = new LiveProvider(spec, handler, codec, connection, this);
        Failures.await(provider.restore(false));
        connection.kept().keep(provider);
        return provider;
    }

    void placed(String id, LiveProvider provider) {
        live.values().removeIf(known -> known == provider);
        live.put(id, provider);
    }

    void gone(LiveProvider provider) {
        live.values().removeIf(known -> known == provider);
    }

    /** Takes an invocation that came as an object. */
    void invoke(Fields push) {
        LiveProvider provider =
                find(push.text("provider", ""), push.text("function"), push.text("version", ""));
        invoke(provider, Invocation.of(push, codec(provider), connection));
    }

    /** Takes an invocation that came in compact form. */
    void invoke(InvokeForm.Invoked invoked) {
        LiveProvider provider = find(invoked.provider(), invoked.function(), invoked.version());
        invoke(provider, Invocation.of(invoked, codec(provider), connection));
    }

    private ValueCodec codec(@Nullable LiveProvider provider) {
        return provider == null ? codec : provider.codec();
    }

    private static void invoke(@Nullable LiveProvider provider, Invocation invocation) {
        if (provider == null) {
            invocation.fail("the function is no longer provided");
        } else {
            provider.invoke(invocation);
        }
    }

    private @Nullable LiveProvider find(String id, String function, String version) {
        LiveProvider named = live.get(id);
        if (named != null) {
            return named;
        }
        LiveProvider found = null;
        for (LiveProvider provider : live.values()) {
            if (provider.provides(function) && (found == null || provider.isAt(version))) {
                found = provider;
            }
        }
        return found;
    }

    /** Whether so few run that the return of one does not meet others. */
    boolean isQuiet() {
        return running.size() <= FEW;
    }

    void cancelled(Fields push) {
        Invocation invocation = running.get(push.text("invocation"));
        if (invocation != null) {
            connection.threads().callbacks().execute(invocation::cancel);
        }
    }

    void started(Invocation invocation) {
        running.put(invocation.id(), invocation);
    }

    void ended(Invocation invocation) {
        running.remove(invocation.id(), invocation);
    }

    /** What runs has lost its caller. */
    void abandon() {
        for (Invocation invocation : running.values()) {
            if (invocation.isStale() && running.remove(invocation.id(), invocation)) {
                LOG.log(System.Logger.Level.DEBUG, "abandons invocation {0}", invocation.id());
                invocation.cancel();
            }
        }
    }
}
