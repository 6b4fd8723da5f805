/** A test per bug that was found and mended. */
@NullMarked
package io.mpreg.engine.issues;

import org.jspecify.annotations.NullMarked;
