package io.mpreg.client;

import io.mpreg.api.Attachment;
import java.util.concurrent.CompletionStage;

/** Opens links to a node, one after the other. */
interface Connector {

    /** Opens a link; fails when the node cannot be reached this way now. */
    CompletionStage<Link> open(Link.Inbound inbound);

    Attachment attachment();

    /** Where it connects to, for people. */
    String target();
}
