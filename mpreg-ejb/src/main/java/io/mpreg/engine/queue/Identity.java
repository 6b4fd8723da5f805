package io.mpreg.engine.queue;

import java.util.regex.Pattern;

/** Whether a consumer may come back, going by its id. */
enum Identity {

    /** It was given no id: nobody could come back under it. */
    NONE,

    /** Its client made the id, and comes back with it as long as the client lives. */
    CLIENT,

    /** Somebody chose the id, and may come back with it at any time. */
    NAME;

    private static final Pattern MADE =
            Pattern.compile(
                    "(.*-)?([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
                            + "|[0-7][0-9A-HJKMNP-TV-Z]{25})");

    /** What goes for an id that a consumer was given: those that end in a UUID or ULID are made. */
    static Identity of(String id) {
        return MADE.matcher(id).matches() ? CLIENT : NAME;
    }
}
