/** Cache regions: reading, writing, invalidating. For application developers. */
@NullMarked
package io.mpreg.api.cache;

import org.jspecify.annotations.NullMarked;
