package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** Finds what a future failed for. */
final class Causes {

    private Causes() {}

    /** The failure as callers get it. */
    static MpregException typed(Throwable error) {
        Throwable cause = error;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof MpregException known
                ? known
                : MpregException.of(ErrorCode.INTERNAL, "the request broke off", Map.of(), cause);
    }
}
