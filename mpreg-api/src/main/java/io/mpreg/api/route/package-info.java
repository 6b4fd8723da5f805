/** Who receives a message, and why. For application developers and operators. */
@NullMarked
package io.mpreg.api.route;

import org.jspecify.annotations.NullMarked;
