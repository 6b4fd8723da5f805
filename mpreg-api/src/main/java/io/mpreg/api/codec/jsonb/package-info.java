/** The codec over JSON-B. Found by {@link io.mpreg.api.codec.Codecs}; not for applications. */
@NullMarked
package io.mpreg.api.codec.jsonb;

import org.jspecify.annotations.NullMarked;
