package io.mpreg.bench.queue;

import io.mpreg.bench.report.Series;

/**
 * One broker in a comparison.
 *
 * @param name who it is
 * @param way how it is used: {@code in-vm} or {@code socket}
 * @param guarantee what its confirmation stands for
 * @param stream what drives it
 * @param rates messages a second, a round each
 */
record Contender(String name, String way, String guarantee, Stream stream, Series rates) {

    static final String IN_VM = "in-vm";
    static final String SOCKET = "socket";
    static final String MPREG = "mpreg";

    boolean isMpreg() {
        return name.equals(MPREG);
    }
}
