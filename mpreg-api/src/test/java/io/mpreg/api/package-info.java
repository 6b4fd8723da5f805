/** Tests of the values and errors of the API. */
@NullMarked
package io.mpreg.api;

import org.jspecify.annotations.NullMarked;
