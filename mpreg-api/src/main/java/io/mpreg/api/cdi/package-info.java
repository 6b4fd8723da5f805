/**
 * The injected client, and the methods of beans that a node calls. Applications use it by injection
 * and annotation only; {@link io.mpreg.api.cdi.Literals} is for those who need annotations as
 * objects.
 */
@NullMarked
package io.mpreg.api.cdi;

import org.jspecify.annotations.NullMarked;
