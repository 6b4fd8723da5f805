package io.mpreg.engine.rpc;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.rpc.FunctionInfo;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import java.util.List;

/**
 * What a provider offers: a function at one version.
 *
 * @param spec as it was registered
 * @param functionId the function's id
 * @param version its version
 */
record Offer(FunctionSpec spec, String functionId, Version version) {

    /** Reads and checks a registration. */
    static Offer of(FunctionSpec spec) {
        TopicName.of(spec.name());
        String id = spec.functionId().orElse(spec.name());
        if (id.isBlank()) {
            throw MpregRequestException.field("functionId", "it is empty");
        }
        if (spec.concurrency() < 0) {
            throw MpregRequestException.field(
                    "concurrency", "it must not be negative, was " + spec.concurrency());
        }
        return new Offer(spec, id, Version.parse("version", spec.version()));
    }

    String name() {
        return spec.name();
    }

    /** Where a provider of this is filed in the router. */
    TopicPattern pattern() {
        return TopicPattern.of(spec.name());
    }

    FunctionInfo info(List<String> nodes) {
        return new FunctionInfo(
                spec.name(),
                functionId,
                spec.version(),
                spec.resources(),
                spec.tags(),
                spec.idempotent(),
                spec.description(),
                spec.parameters(),
                spec.result(),
                nodes);
    }
}
