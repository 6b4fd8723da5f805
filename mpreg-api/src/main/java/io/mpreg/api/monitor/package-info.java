/** What happened, and how the node is. For application developers and operators. */
@NullMarked
package io.mpreg.api.monitor;

import org.jspecify.annotations.NullMarked;
