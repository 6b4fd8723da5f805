package io.mpreg.bench.server;

/** What can be deployed on a server. */
public enum Application {
    /** MPREG itself. */
    MPREG,
    /** The earthquake desk. */
    SAMPLE
}
