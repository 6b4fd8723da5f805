/**
 * The one gate that every request passes: who may do what, and within which limits. For the other
 * engine packages.
 */
@NullMarked
package io.mpreg.engine.gate;

import org.jspecify.annotations.NullMarked;
