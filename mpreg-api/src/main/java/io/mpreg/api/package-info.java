/**
 * What an application sees of MPREG: the client, the values that travel, and the errors.
 *
 * <p>For application developers. Everything else in MPREG can change without notice; this package
 * and its sub-packages keep their promises between minor versions.
 */
@NullMarked
package io.mpreg.api;

import org.jspecify.annotations.NullMarked;
