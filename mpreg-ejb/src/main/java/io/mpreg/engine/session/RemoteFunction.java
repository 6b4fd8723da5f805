package io.mpreg.engine.session;

import io.mpreg.api.Registration;
import io.mpreg.api.rpc.RpcContext;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A function that runs at a session's client. How many of its invocations are under way is bounded
 * by the engine.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class RemoteFunction {

    private final ProviderDesk desk;

    // Guarded by this.
    private @Nullable Registration registration;
    private @Nullable ArrayDeque<RemoteInvocation> held = new ArrayDeque<>(2);

    RemoteFunction(ProviderDesk desk) {
        this.desk = desk;
    }

    synchronized void registered(Registration made) {
        registration = made;
    }

    /** Lets invocations go out; the client knows about the provider. */
    synchronized void open() {
        RemoteInvocation invocation;
        while (held != null && (invocation = held.pollFirst()) != null) {
            send(invocation);
        }
        held = null;
    }

    /** Called by the engine; the stage ends with what the client returns. */
    Object invoke(RpcContext context) {
        RemoteInvocation invocation =
                new RemoteInvocation(desk, desk.session().host().nextInvocation(), context);
        desk.started(invocation);
        context.onCancel(invocation::cancelled);
        synchronized (this) {
            if (held != null) {
                held.add(invocation);
                return invocation.result();
            }
        }
        send(invocation);
        return invocation.result();
    }

    private void send(RemoteInvocation invocation) {
        Registration known = registration;
        invocation.sending(known == null ? "" : known.id());
        desk.session().send(invocation, false);
    }

    void close() {
        Registration known;
        synchronized (this) {
            known = registration;
        }
        if (known != null) {
            known.close();
        }
    }
}
