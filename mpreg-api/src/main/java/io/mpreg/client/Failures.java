package io.mpreg.client;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import io.mpreg.wire.Fields;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** The failures of a client, as the types that its callers know. */
final class Failures {

    private Failures() {}

    /** The failure that an {@code error} frame tells. */
    static MpregException of(Fields error) {
        String id = error.text("code", "");
        Map<String, Object> details = new HashMap<>();
        error.object("details")
                .fields()
                .forEach(
                        (name, value) -> {
                            if (value != null) {
                                details.put((String) name, value);
                            }
                        });
        String message = error.text("message", "the node gives no reason");
        ErrorCode code = ErrorCode.of(id).orElse(ErrorCode.INTERNAL);
        if (code == ErrorCode.LIMIT_REACHED && details.containsKey("retryAfterMs")) {
            return MpregLimitException.refusal(message, details);
        }
        return code.id().equals(id)
                ? MpregException.of(code, message, details)
                : MpregException.of(code, id + ": " + message, details);
    }

    /** The node does not know who this is. */
    static MpregException notAuthenticated(URI url, boolean hasCredentials) {
        return MpregException.of(
                ErrorCode.NOT_AUTHENTICATED,
                url
                        + (hasCredentials
                                ? " does not accept the credentials of this client"
                                : " wants to know its clients; set mpreg.client.user and"
                                        + " mpreg.client.password-file, or"
                                        + " mpreg.client.token-file"));
    }

    static MpregException unavailable(String what) {
        return MpregException.of(ErrorCode.UNAVAILABLE, what);
    }

    static MpregException unavailable(String what, Throwable cause) {
        return MpregException.of(ErrorCode.UNAVAILABLE, what, Map.of(), cause);
    }

    /** The failure inside what stages wrap it in. */
    static MpregException unwrapped(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof MpregException known
                ? known
                : MpregException.of(
                        ErrorCode.INTERNAL, "the client failed: " + cause, Map.of(), cause);
    }

    /** Waits for a stage that ends by itself. */
    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MpregException.of(
                    ErrorCode.CANCELLED, "interrupted while waiting for the node", Map.of(), e);
        } catch (ExecutionException e) {
            throw shown(unwrapped(e));
        }
    }

    /** The same failure, whose trace shows where the caller waited. */
    static MpregException shown(MpregException failure) {
        if (failure.getStackTrace().length == 0) {
            // It stands for many and cannot hold anything of its own.
            return MpregException.of(
                    failure.code(),
                    String.valueOf(failure.getMessage()),
                    failure.details(),
                    failure);
        }
        failure.addSuppressed(new CallSite());
        return failure;
    }

    /** Shows, in a trace that began on another thread, who waited. */
    static final class CallSite extends RuntimeException {

        private static final long serialVersionUID = 1L;

        CallSite() {
            super("waited for here");
        }
    }
}
