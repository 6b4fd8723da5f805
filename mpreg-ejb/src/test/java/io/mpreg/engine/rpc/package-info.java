/** Tests of RPC. */
@NullMarked
package io.mpreg.engine.rpc;

import org.jspecify.annotations.NullMarked;
