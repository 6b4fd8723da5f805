/** Publishing, subscriptions, groups and backlog. For the node and its sessions. */
@NullMarked
package io.mpreg.engine.pubsub;

import org.jspecify.annotations.NullMarked;
