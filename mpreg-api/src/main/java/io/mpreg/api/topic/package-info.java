/** Publishing to topics and subscribing to patterns. For application developers. */
@NullMarked
package io.mpreg.api.topic;

import org.jspecify.annotations.NullMarked;
