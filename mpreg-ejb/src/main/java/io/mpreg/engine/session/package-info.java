/** Client sessions: the operations of the client protocol. For the endpoints that carry them. */
@NullMarked
package io.mpreg.engine.session;

import org.jspecify.annotations.NullMarked;
