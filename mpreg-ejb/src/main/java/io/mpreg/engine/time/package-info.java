/**
 * The clock, timers and threads of a node, and their virtual twins. For the other engine packages.
 */
@NullMarked
package io.mpreg.engine.time;

import org.jspecify.annotations.NullMarked;
