package io.mpreg.client;

import io.mpreg.api.Registration;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.rpc.FunctionHandler;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.wire.Fields;
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

    private final Connection connection;
    private final Map<String, LiveProvider> live = new ConcurrentHashMap<>();
    private final Map<String, Invocation> running = new ConcurrentHashMap<>();

    Providers(Connection connection) {
        this.connection = connection;
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

    void invoke(Fields push) {
        String invocation = push.text("invocation");
        LiveProvider provider = find(push);
        if (provider == null) {
            Invocation.refuse(connection, invocation, "the function is no longer provided");
            return;
        }
        provider.invoke(push);
    }

    private @Nullable LiveProvider find(Fields push) {
        LiveProvider named = live.get(push.text("provider", ""));
        if (named != null) {
            return named;
        }
        String function = push.text("function");
        String version = push.text("version", "");
        LiveProvider found = null;
        for (LiveProvider provider : live.values()) {
            if (provider.provides(function) && (found == null || provider.isAt(version))) {
                found = provider;
            }
        }
        return found;
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
