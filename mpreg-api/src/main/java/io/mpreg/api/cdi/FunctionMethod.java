package io.mpreg.api.cdi;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Registration;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.api.rpc.MpregFunction;
import io.mpreg.api.rpc.RpcContext;
import io.mpreg.wire.DurationText;
import jakarta.enterprise.inject.spi.Bean;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A method that is a function. */
record FunctionMethod(Bean<?> bean, Signature signature, MpregFunction annotation)
        implements ServedMethod {

    @Override
    public Standing<Registration> standing(Target target, Running running, LateNode node) {
        FunctionSpec spec = spec();
        Arguments arguments = new Arguments(annotation.value(), signature);
        return new Standing<>(
                "function " + annotation.value() + " of " + Problems.name(signature.method()),
                (client, id) ->
                        client.rpc()
                                .register(
                                        spec,
                                        context -> call(context, arguments, target, running)));
    }

    private FunctionSpec spec() {
        FunctionSpec spec =
                FunctionSpec.named(annotation.value())
                        .version(annotation.version())
                        .resources(annotation.resources())
                        .tags(annotation.tags())
                        .idempotent(annotation.idempotent())
                        .concurrency(annotation.concurrency())
                        .description(annotation.description())
                        .result(signature.method().getGenericReturnType().getTypeName());
        for (Signature.Payload parameter : signature.payloads()) {
            spec = spec.parameter(parameter.name(), parameter.type().getTypeName());
        }
        Optional<Duration> kept = DurationText.parse(annotation.cacheFor());
        return kept.isPresent() ? spec.cacheable(kept.get(), annotation.cacheTags()) : spec;
    }

    private @Nullable Object call(
            RpcContext context, Arguments arguments, Target target, Running running)
            throws Exception {
        if (!running.enter()) {
            throw MpregException.of(
                    ErrorCode.PROVIDER_UNREACHABLE,
                    "the application that provides " + annotation.value() + " is stopping");
        }
        boolean later = false;
        try {
            Object result = target.call(arguments.of(context));
            if (result instanceof CompletionStage<?> stage) {
                later = true;
                return stage.whenComplete((value, failure) -> running.leave());
            }
            return result;
        } finally {
            if (!later) {
                running.leave();
            }
        }
    }
}
