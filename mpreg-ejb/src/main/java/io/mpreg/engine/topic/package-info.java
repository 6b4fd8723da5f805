/**
 * Topics, patterns of them, and the one engine that matches them. For the other engine packages.
 */
@NullMarked
package io.mpreg.engine.topic;

import org.jspecify.annotations.NullMarked;
