package io.mpreg.bench.kill;

import java.util.Random;

/** A node that is started over the same data again and again, works, and is killed. */
interface Victim {

    /**
     * One life, from the start to a kill at a random moment.
     *
     * @throws java.io.IOException if the node does not start
     */
    void live(Books books, Random random) throws Exception;
}
