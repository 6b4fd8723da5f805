/** The beans that configure, start and stop a node in a server. For those who deploy MPREG. */
@NullMarked
package io.mpreg.ejb;

import org.jspecify.annotations.NullMarked;
