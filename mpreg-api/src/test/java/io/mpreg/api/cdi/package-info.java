/** Tests of the injected client and the annotated methods, in a CDI container of Java SE. */
@NullMarked
package io.mpreg.api.cdi;

import org.jspecify.annotations.NullMarked;
