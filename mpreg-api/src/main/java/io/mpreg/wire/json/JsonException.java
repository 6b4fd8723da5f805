package io.mpreg.wire.json;

/** The text is not JSON; the message says where and why. */
public final class JsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JsonException(String message) {
        super(message);
    }
}
