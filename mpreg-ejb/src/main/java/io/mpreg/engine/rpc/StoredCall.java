package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.Guarantee;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.wire.Fields;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.json.JsonException;
import io.mpreg.wire.rpc.RequestForm;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request as it is kept.
 *
 * @param request the request, its ids filled in, its arguments encoded
 * @param caller who asked
 * @param since when it was accepted, in milliseconds since the epoch
 * @param digest the same for the same commands
 * @param payload all of this
 */
record StoredCall(RpcRequest request, Caller caller, long since, String digest, Payload payload) {

    static StoredCall of(RpcRequest request, Identity identity, ClientContext by, long now) {
        Map<String, @Nullable Object> object =
                new RequestForm(by.codec())
                        .of(
                                request.requestId(identity.requestId())
                                        .correlationId(identity.correlationId())
                                        .delivery(Guarantee.FIRE_AND_FORGET));
        object.put("digest", digest(Json.write(object.get("commands"))));
        object.put("since", now);
        object.put("caller", object(by.caller()));
        return read(Payload.json(Json.write(object)));
    }

    /**
     * Reads what was kept.
     *
     * @throws MpregException {@link ErrorCode#PROTOCOL} if it is no request
     */
    static StoredCall read(Payload payload) {
        Fields object;
        try {
            object = Fields.of(payload.isJson() ? Json.parse(payload.bytes()) : null);
        } catch (JsonException e) {
            throw MpregException.of(
                    ErrorCode.PROTOCOL, "the request is no JSON: " + e.getMessage(), Map.of(), e);
        }
        return new StoredCall(
                RequestForm.request(object),
                caller(object.object("caller")),
                object.whole("since"),
                object.text("digest"),
                payload);
    }

    String requestId() {
        return request.requestId().orElseThrow();
    }

    String correlationId() {
        return request.correlationId().orElse("");
    }

    private static Map<String, Object> object(Caller caller) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("application", caller.application());
        object.put("principal", caller.principal());
        object.put("roles", List.copyOf(caller.roles()));
        object.put("origin", caller.origin().name());
        return object;
    }

    private static Caller caller(Fields object) {
        return new Caller(
                object.text("application"),
                object.text("principal"),
                Set.copyOf(object.texts("roles")),
                object.choice("origin", Caller.Origin.class, Caller.Origin.REMOTE));
    }

    private static String digest(byte[] commands) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(commands));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
