package io.mpreg.bench;

/** The command line asks for something that cannot be done; the message says what and why. */
public final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
