/** The only classes that see Vert.x; a loader of their own brings the two together. */
@NullMarked
package io.mpreg.bench.rpc.vertx;

import org.jspecify.annotations.NullMarked;
