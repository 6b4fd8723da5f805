/**
 * RPC requests and results as JSON objects: in frames of the client protocol, and wherever else
 * they are kept. Shared by client and server; not for applications.
 */
@NullMarked
package io.mpreg.wire.rpc;

import org.jspecify.annotations.NullMarked;
