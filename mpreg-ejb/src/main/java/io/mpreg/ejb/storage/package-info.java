/**
 * The node's edge to its disk, where it may have to wait or to give up: within the bounds that
 * MicroProfile Fault Tolerance sets and operators change. For the beans that start and watch the
 * node.
 */
@NullMarked
package io.mpreg.ejb.storage;

import org.jspecify.annotations.NullMarked;
