package io.mpreg.wire.bin;

import io.mpreg.api.Payload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Invocations of functions that a client provides, and what they return, in their compact form.
 *
 * <p><b>Threads.</b> Stateless.
 */
public final class InvokeForm {

    private static final int HAS_ERROR = 1;
    private static final int HAS_CORRELATION = 2;
    private static final int HAS_KWARGS = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_KEY = 16;
    private static final int HAS_PRINCIPAL = 32;
    private static final int HAS_TYPE = 4;

    private InvokeForm() {}

    /**
     * An invocation.
     *
     * @param number its id, as the node gave it
     * @param provider the id of the registration
     * @param deadlineMs how many milliseconds are left
     * @param command the name of the command
     * @param principal who called; empty for nobody, and where that is not told
     */
    public record Invoked(
            long number,
            String provider,
            String function,
            String version,
            List<Payload> args,
            Map<String, Payload> kwargs,
            long deadlineMs,
            String command,
            String requestId,
            String correlationId,
            String idempotencyKey,
            String principal) {}

    /**
     * How an invocation ended.
     *
     * @param number its id
     * @param value what it returned; null if it failed
     * @param message why it failed; empty if it did not
     * @param type what it failed with; empty if that is not known
     */
    public record Returned(long number, @Nullable Payload value, String message, String type) {}

    /** An invocation for a client. */
    public static void invoke(BinaryWriter out, Invoked invoked) {
        boolean correlated = !CallForm.isDerived(invoked.correlationId(), invoked.requestId());
        boolean named = !invoked.command().equals(CallForm.COMMAND);
        boolean keyed = !isKey(invoked.idempotencyKey(), invoked.requestId(), invoked.command());
        out.begin(MessageType.INVOKE)
                .number(invoked.number())
                .octet(
                        (correlated ? HAS_CORRELATION : 0)
                                | (invoked.kwargs().isEmpty() ? 0 : HAS_KWARGS)
                                | (named ? HAS_NAME : 0)
                                | (keyed ? HAS_KEY : 0)
                                | (invoked.principal().isEmpty() ? 0 : HAS_PRINCIPAL))
                .text(invoked.provider())
                .text(invoked.function())
                .text(invoked.version())
                .number(invoked.deadlineMs())
                .text(invoked.requestId());
        if (correlated) {
            out.text(invoked.correlationId());
        }
        if (named) {
            out.text(invoked.command());
        }
        if (keyed) {
            out.text(invoked.idempotencyKey());
        }
        if (!invoked.principal().isEmpty()) {
            out.text(invoked.principal());
        }
        Arguments.positional(out, invoked.args());
        if (!invoked.kwargs().isEmpty()) {
            Arguments.named(out, invoked.kwargs());
        }
        out.end();
    }

    private static boolean isKey(String key, String requestId, String command) {
        return key.length() == requestId.length() + 1 + command.length()
                && key.startsWith(requestId)
                && key.charAt(requestId.length()) == ':'
                && key.endsWith(command);
    }

    /** Reads an invocation. */
    public static Invoked invoked(BinaryReader in) {
        long number = in.number();
        int flags = in.octet();
        String provider = in.text();
        String function = in.text();
        String version = in.text();
        long deadline = in.number();
        String requestId = in.text();
        String correlation =
                (flags & HAS_CORRELATION) != 0 ? in.text() : CallForm.derived(requestId);
        String command = (flags & HAS_NAME) != 0 ? in.text() : CallForm.COMMAND;
        String key = (flags & HAS_KEY) != 0 ? in.text() : requestId + ':' + command;
        String principal = (flags & HAS_PRINCIPAL) != 0 ? in.text() : "";
        List<Payload> args = Arguments.positional(in);
        Map<String, Payload> kwargs = (flags & HAS_KWARGS) != 0 ? Arguments.named(in) : Map.of();
        return new Invoked(
                number,
                provider,
                function,
                version,
                args,
                kwargs,
                deadline,
                command,
                requestId,
                correlation,
                key,
                principal);
    }

    /** What an invocation returned. */
    public static void returned(BinaryWriter out, long number, Payload value) {
        out.begin(MessageType.RETURN).number(number).octet(value.isJson() ? 0 : HAS_TYPE);
        if (!value.isJson()) {
            out.text(value.contentType());
        }
        out.rest(value.bytes()).end();
    }

    /** Why an invocation failed. */
    public static void failed(BinaryWriter out, long number, String message, String type) {
        out.begin(MessageType.RETURN).number(number).octet(HAS_ERROR).text(message).text(type);
        out.end();
    }

    /** Reads how an invocation ended. */
    public static Returned returned(BinaryReader in) {
        long number = in.number();
        int flags = in.octet();
        if ((flags & HAS_ERROR) != 0) {
            return new Returned(number, null, in.text(), in.text());
        }
        Payload value =
                (flags & HAS_TYPE) != 0
                        ? new Payload(in.text(), in.rest())
                        : Payload.json(in.rest());
        return new Returned(number, value, "", "");
    }
}
