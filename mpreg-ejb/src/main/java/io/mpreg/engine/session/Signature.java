package io.mpreg.engine.session;

import io.mpreg.api.Headers;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.topic.Publication;

/**
 * Puts the name of a session's user on what it sends, and takes off any other.
 *
 * @param principal the user, as the server has authenticated them; empty for nobody
 */
record Signature(String principal) {

    Publication on(Publication publication) {
        Headers signed = on(publication.headers());
        return signed == publication.headers() ? publication : publication.headers(signed);
    }

    QueueMessage on(QueueMessage message) {
        Headers signed = on(message.headers());
        return signed == message.headers() ? message : message.headers(signed);
    }

    private Headers on(Headers headers) {
        if (!principal.isEmpty()) {
            return headers.with(Headers.PRINCIPAL, principal);
        }
        return headers.values().isEmpty() ? headers : headers.without(Headers.PRINCIPAL);
    }
}
