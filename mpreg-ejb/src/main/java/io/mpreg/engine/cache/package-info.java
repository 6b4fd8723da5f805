/** Cache regions, their dependencies and invalidation. For the node and its sessions. */
@NullMarked
package io.mpreg.engine.cache;

import org.jspecify.annotations.NullMarked;
