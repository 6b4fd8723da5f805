/** The check {@code redeploy}: that nothing of a stopped node is left in its server. */
package io.mpreg.bench.redeploy;
