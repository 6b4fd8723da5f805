/**
 * What concerns a connection, whatever is said over it: what waits to be sent, and how well the
 * other side does. For sessions and links.
 */
@NullMarked
package io.mpreg.engine.transport;

import org.jspecify.annotations.NullMarked;
