/** The check {@code redeploy}: that nothing of a stopped node is left in its server. */
@NullMarked
package io.mpreg.bench.redeploy;

import org.jspecify.annotations.NullMarked;
