package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Registration;
import io.mpreg.api.rpc.FunctionHandler;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.topic.TopicName;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The functions that one client provides.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Registry {

    private final Host host;
    private final Requests requests;
    private final Providers providers;
    private final ClientContext owner;
    private final Set<Provided> provided = ConcurrentHashMap.newKeySet();

    Registry(Host host, Requests requests, Providers providers, ClientContext owner) {
        this.host = host;
        this.requests = requests;
        this.providers = providers;
        this.owner = owner;
    }

    private record Provided(String function, Version version) {}

    Registration register(FunctionSpec spec, FunctionHandler handler) {
        if (requests.isClosed()) {
            throw Requests.stopping();
        }
        Offer offer = Offer.of(spec);
        if (TopicName.of(spec.name()).isControl()
                && owner.caller().origin() != Caller.Origin.NODE) {
            throw MpregException.of(
                    ErrorCode.FORBIDDEN,
                    "function '"
                            + spec.name()
                            + "': only the node provides functions below 'mpreg.'",
                    Map.of("function", spec.name()));
        }
        Provided entry = new Provided(offer.name(), offer.version());
        if (!provided.add(entry)) {
            throw MpregException.of(
                    ErrorCode.CONFLICT,
                    "this client provides version "
                            + spec.version()
                            + " of '"
                            + spec.name()
                            + "' already",
                    Map.of("function", spec.name(), "version", spec.version()));
        }
        LocalProvider provider =
                new LocalProvider("fn-" + host.ulids().next(), offer, owner, handler, host);
        try {
            providers.add(provider);
        } catch (MpregException e) {
            provided.remove(entry);
            throw e;
        }
        Registration registered = new Registered(provider, entry);
        if (requests.isClosed()) {
            registered.close();
            throw Requests.stopping();
        }
        return registered;
    }

    private final class Registered implements Registration {

        private final LocalProvider provider;
        private final Provided entry;
        private final AtomicBoolean closed = new AtomicBoolean();

        Registered(LocalProvider provider, Provided entry) {
            this.provider = provider;
            this.entry = entry;
        }

        @Override
        public String id() {
            return provider.id();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                providers.remove(provider);
                provided.remove(entry);
                provider.close();
            }
        }
    }
}
