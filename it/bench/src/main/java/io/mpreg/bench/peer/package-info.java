/**
 * What MPREG is compared with: servers of other makers, started for one measurement and stopped
 * after it, and libraries that are fetched when they are first asked for.
 */
@NullMarked
package io.mpreg.bench.peer;

import org.jspecify.annotations.NullMarked;
