/** The frames of the client protocol. Shared by client and server; not for applications. */
@NullMarked
package io.mpreg.wire;

import org.jspecify.annotations.NullMarked;
