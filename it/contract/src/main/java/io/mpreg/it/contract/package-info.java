/** What has to hold on every server, tested from outside against the EAR that Maven built. */
@NullMarked
package io.mpreg.it.contract;

import org.jspecify.annotations.NullMarked;
