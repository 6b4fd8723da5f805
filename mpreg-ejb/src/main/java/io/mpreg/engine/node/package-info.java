/** A whole node, assembled from the other packages. For those who start and stop one. */
@NullMarked
package io.mpreg.engine.node;

import org.jspecify.annotations.NullMarked;
