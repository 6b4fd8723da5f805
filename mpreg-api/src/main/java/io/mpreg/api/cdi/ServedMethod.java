package io.mpreg.api.cdi;

import jakarta.enterprise.inject.spi.Bean;

/** A method of a bean that a node calls. */
interface ServedMethod {

    /** The bean whose method it is. */
    Bean<?> bean();

    /** What it takes. */
    Signature signature();

    /**
     * What registers it.
     *
     * @param target calls the method
     * @param running counts its calls
     * @param node gives threads
     */
    Standing<?> standing(Target target, Running running, LateNode node);
}
