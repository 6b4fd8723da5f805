/**
 * The compact form of the client protocol, {@code mpreg.v1.bin}. Shared by client and server; not
 * for applications.
 */
@NullMarked
package io.mpreg.wire.bin;

import org.jspecify.annotations.NullMarked;
