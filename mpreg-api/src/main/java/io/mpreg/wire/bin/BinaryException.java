package io.mpreg.wire.bin;

/** The bytes are no frame; the message says where and why. */
public final class BinaryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BinaryException(String message) {
        super(message);
    }
}
