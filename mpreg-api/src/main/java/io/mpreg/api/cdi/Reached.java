package io.mpreg.api.cdi;

import io.mpreg.api.Attachment;
import io.mpreg.api.MpregClient;
import io.mpreg.api.spi.MpregNode;
import java.util.Optional;

/**
 * A node that was found.
 *
 * @param client talks to it
 * @param way how
 * @param node the node itself, where the classes are shared
 */
record Reached(MpregClient client, Attachment way, Optional<MpregNode> node) {

    /** Whether this is the way to that node, by method calls. */
    boolean leadsTo(Optional<MpregNode> other) {
        return node.isPresent() && other.isPresent() && node.get() == other.get();
    }
}
