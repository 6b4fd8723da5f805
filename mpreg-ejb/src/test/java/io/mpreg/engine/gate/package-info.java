/** Tests of the gate. */
@NullMarked
package io.mpreg.engine.gate;

import org.jspecify.annotations.NullMarked;
