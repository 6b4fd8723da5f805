package io.mpreg.engine.rpc;

import io.mpreg.api.Payload;
import java.util.function.Function;

/** How a call ended at its provider. */
sealed interface CallEnd {

    <T> T fold(
            Function<Returned, T> returned,
            Function<Raised, T> raised,
            Function<Refused, T> refused,
            Function<Lost, T> lost);

    /** The function returned a value. */
    record Returned(Payload value) implements CallEnd {
        @Override
        public <T> T fold(
                Function<Returned, T> returned,
                Function<Raised, T> raised,
                Function<Refused, T> refused,
                Function<Lost, T> lost) {
            return returned.apply(this);
        }
    }

    /** The function failed. */
    record Raised(String message) implements CallEnd {
        @Override
        public <T> T fold(
                Function<Returned, T> returned,
                Function<Raised, T> raised,
                Function<Refused, T> refused,
                Function<Lost, T> lost) {
            return raised.apply(this);
        }
    }

    /** The provider is full; the function did not run. */
    record Refused(String message) implements CallEnd {
        @Override
        public <T> T fold(
                Function<Returned, T> returned,
                Function<Raised, T> raised,
                Function<Refused, T> refused,
                Function<Lost, T> lost) {
            return refused.apply(this);
        }
    }

    /**
     * The provider was lost.
     *
     * @param started whether the function may have run
     */
    record Lost(String message, boolean started) implements CallEnd {
        @Override
        public <T> T fold(
                Function<Returned, T> returned,
                Function<Raised, T> raised,
                Function<Refused, T> refused,
                Function<Lost, T> lost) {
            return lost.apply(this);
        }
    }
}
