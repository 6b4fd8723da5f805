/** The server's threads, as the engine wants them. For the node bean. */
@NullMarked
package io.mpreg.ejb.executor;

import org.jspecify.annotations.NullMarked;
