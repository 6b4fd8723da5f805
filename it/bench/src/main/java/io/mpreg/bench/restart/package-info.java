/** What a client notices of a server that is killed and started again: nothing but the time. */
@NullMarked
package io.mpreg.bench.restart;

import org.jspecify.annotations.NullMarked;
