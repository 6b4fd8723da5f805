/** Calls and graphs of calls. */
@NullMarked
package io.mpreg.bench.rpc;

import org.jspecify.annotations.NullMarked;
