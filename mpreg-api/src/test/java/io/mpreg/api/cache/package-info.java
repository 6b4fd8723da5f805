/** Tests of keys of the cache. */
@NullMarked
package io.mpreg.api.cache;

import org.jspecify.annotations.NullMarked;
