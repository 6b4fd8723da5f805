package io.mpreg.ejb.storage;

import io.mpreg.api.MpregStorageException;

/** The data are in use by another, which may be about to stop: worth another try. */
public class StorageInUseException extends Exception {

    private static final long serialVersionUID = 1L;

    private final MpregStorageException problem;

    StorageInUseException(MpregStorageException problem) {
        super(problem.getMessage(), problem);
        this.problem = problem;
    }

    /** What the node says about it. */
    public MpregStorageException problem() {
        return problem;
    }
}
