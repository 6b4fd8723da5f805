/** Functions, calls of them, and graphs of calls. For application developers. */
@NullMarked
package io.mpreg.api.rpc;

import org.jspecify.annotations.NullMarked;
