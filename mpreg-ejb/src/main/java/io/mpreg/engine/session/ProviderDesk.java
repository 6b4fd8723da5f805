package io.mpreg.engine.session;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Payload;
import io.mpreg.api.Registration;
import io.mpreg.api.rpc.Cacheability;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.transport.CorrelationTracker;
import io.mpreg.engine.transport.CorrelationTracker.Outcome;
import io.mpreg.wire.bin.InvokeForm;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.json.JsonException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The functions that a session's client provides, and their invocations that run. */
final class ProviderDesk {

    private static final Logger LOG = System.getLogger(ProviderDesk.class.getName());

    private final Session session;
    private final Map<String, RemoteFunction> providers = new ConcurrentHashMap<>();
    private final Map<Long, RemoteInvocation> running = new ConcurrentHashMap<>();
    private final Consumer<CorrelationTracker.Ended<Long>> noted;

    ProviderDesk(Session session) {
        this.session = session;
        this.noted = this::noted;
    }

    static void operations(Operations all) {
        all.family(session -> session.desks().providers())
                .swift("rpc.register", ProviderDesk::register)
                .swift("rpc.unregister", ProviderDesk::unregister)
                .swift("rpc.return", ProviderDesk::returned)
                .swift("rpc.progress", ProviderDesk::progress);
    }

    Session session() {
        return session;
    }

    private void register(Fields fields, Answer answer) {
        String name = fields.text("function");
        fields.in("function", () -> TopicName.of(name));
        FunctionSpec spec =
                new FunctionSpec(
                        name,
                        fields.optionalText("functionId"),
                        fields.text("version", "1"),
                        Set.copyOf(fields.texts("resources")),
                        Set.copyOf(fields.texts("tags")),
                        fields.flag("idempotent", false),
                        fields.whole("concurrency", 0, 0),
                        fields.text("description", ""),
                        fields.strings("parameters"),
                        fields.text("result", ""),
                        fields.object("cacheable").map(ProviderDesk::cacheability));
        RemoteFunction function = new RemoteFunction(this);
        Registration registration = session.client().rpc().register(spec, function::invoke);
        function.registered(registration);
        providers.put(registration.id(), function);
        answer.ok("provider", registration.id());
        function.open();
        if (session.isOver()) {
            close();
        }
    }

    private static Cacheability cacheability(Fields fields) {
        Duration life = fields.millis("ttlMs", Duration.ZERO);
        if (life.isZero()) {
            throw fields.wrong("ttlMs", "it must be longer than nothing");
        }
        return new Cacheability(
                life, Set.copyOf(fields.texts("tags")), Set.copyOf(fields.texts("dependsOn")));
    }

    private void unregister(Fields fields, Answer answer) {
        String id = fields.text("provider");
        RemoteFunction function = providers.remove(id);
        if (function == null) {
            throw MpregRequestException.notFound("provider", id);
        }
        function.close();
        answer.ok();
    }

    private void returned(Fields fields, Answer answer) {
        RemoteInvocation invocation = running(fields.text("invocation"));
        if (fields.has("error")) {
            Fields error = fields.object("error").orElseThrow();
            String message = error.text("message", "the function gives no reason");
            ended(invocation, Outcome.FAILED);
            invocation.fail(
                    MpregException.of(
                            ErrorCode.EXECUTION_FAILED,
                            message,
                            error.optionalText("type")
                                    .map(type -> Map.of("type", type))
                                    .orElse(Map.of())));
        } else {
            Payload value = fields.payload("value");
            succeeded(invocation, value);
        }
        answer.ok();
    }

    private RemoteInvocation running(String id) {
        RemoteInvocation invocation = null;
        try {
            invocation = running.get(Long.parseLong(id, Character.MAX_RADIX));
        } catch (NumberFormatException e) {
            LOG.log(Level.DEBUG, "no invocation has such an id", e);
        }
        if (invocation == null) {
            throw MpregRequestException.notFound("invocation", id);
        }
        return invocation;
    }

    /** An invocation has ended, as the client says in compact form, which has no reply. */
    void returned(InvokeForm.Returned returned) {
        RemoteInvocation invocation = running.get(returned.number());
        if (invocation == null) {
            return;
        }
        try {
            Payload value = returned.value();
            if (value == null) {
                ended(invocation, Outcome.FAILED);
                invocation.fail(
                        MpregException.of(
                                ErrorCode.EXECUTION_FAILED,
                                returned.message(),
                                returned.type().isEmpty()
                                        ? Map.of()
                                        : Map.of("type", returned.type())));
            } else {
                if (value.isJson()) {
                    Json.check(value.bytes());
                }
                succeeded(invocation, value);
            }
        } catch (JsonException e) {
            ended(invocation, Outcome.FAILED);
            String reason = "the value is " + e.getMessage();
            invocation.fail(MpregException.of(ErrorCode.EXECUTION_FAILED, reason));
            session.complain(MpregRequestException.field("value", reason), "rpc.return");
        } catch (MpregException e) {
            session.complain(e, "rpc.return");
        }
    }

    private void succeeded(RemoteInvocation invocation, Payload value) {
        invocation.succeed(value);
        ended(invocation, Outcome.ANSWERED);
        admit(value);
    }

    /* The caller learns of a result that is too large, and so does who made it. */
    private void admit(Payload value) {
        int most = session.host().settings().maxPayload();
        if (value.sizeBound() > most && value.size() > most) {
            throw MpregException.of(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "the value has " + value.size() + " bytes, at most " + most + " may be",
                    Map.of("limit", most, "bytes", value.size()));
        }
    }

    private void progress(Fields fields, Answer answer) {
        RemoteInvocation invocation = running(fields.text("invocation"));
        invocation.progress(fields.decimal("percent"), fields.text("step", ""));
        answer.ok();
    }

    void started(RemoteInvocation invocation) {
        Long number = invocation.number();
        running.put(number, invocation);
        session.host().tracker().started(number, noted);
        if (session.isOver() && ended(invocation, Outcome.LOST)) {
            invocation.lost();
        }
    }

    /* What a client does not answer tells of its health; what it refuses does not. */
    private void noted(CorrelationTracker.Ended<Long> ended) {
        boolean good = ended.outcome() == Outcome.ANSWERED || ended.outcome() == Outcome.FAILED;
        if (good || ended.outcome() == Outcome.EXPIRED) {
            session.requests().took(good, ended.latencyNanos());
        }
    }

    /** Whether it was still running. */
    boolean ended(RemoteInvocation invocation, Outcome how) {
        Long number = invocation.number();
        session.host().tracker().ended(number, how);
        return running.remove(number, invocation);
    }

    void close() {
        for (RemoteFunction function : providers.values()) {
            try {
                function.close();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "a function could not be withdrawn", e);
            }
        }
        providers.clear();
        for (RemoteInvocation invocation : running.values()) {
            if (ended(invocation, Outcome.LOST)) {
                invocation.lost();
            }
        }
    }
}
