/** Tests of the codecs. */
@NullMarked
package io.mpreg.api.codec;

import org.jspecify.annotations.NullMarked;
