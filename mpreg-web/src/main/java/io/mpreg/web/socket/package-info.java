/** The WebSocket endpoints: thin, everything is done by sessions. For the web container. */
@NullMarked
package io.mpreg.web.socket;

import org.jspecify.annotations.NullMarked;
