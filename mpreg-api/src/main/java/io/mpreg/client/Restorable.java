package io.mpreg.client;

import java.util.concurrent.CompletionStage;

/** Something that a node holds for a client only as long as they are connected. */
interface Restorable {

    /** Puts it in place again on a new link. */
    CompletionStage<?> restore();

    /** For people, such as {@code subscription 'c1'}. */
    String name();
}
