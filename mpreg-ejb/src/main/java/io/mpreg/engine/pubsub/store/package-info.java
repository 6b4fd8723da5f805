/** Durable names that survive a restart, in a journal of their own. For the node. */
@NullMarked
package io.mpreg.engine.pubsub.store;

import org.jspecify.annotations.NullMarked;
