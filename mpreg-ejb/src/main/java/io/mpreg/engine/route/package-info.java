/** The unified router: who receives a message, in all systems. For the other engine packages. */
@NullMarked
package io.mpreg.engine.route;

import org.jspecify.annotations.NullMarked;
