/** The injected client. Applications use it by injection only. */
@NullMarked
package io.mpreg.api.cdi;

import org.jspecify.annotations.NullMarked;
