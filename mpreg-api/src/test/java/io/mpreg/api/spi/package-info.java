/** Tests of where nodes are found. */
@NullMarked
package io.mpreg.api.spi;

import org.jspecify.annotations.NullMarked;
