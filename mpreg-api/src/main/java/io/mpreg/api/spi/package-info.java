/** What a node implements, and where clients find it. For integrators; not for applications. */
@NullMarked
package io.mpreg.api.spi;

import org.jspecify.annotations.NullMarked;
