/**
 * What happened to which message: events, timelines, meters and health. For the other engine
 * packages.
 */
@NullMarked
package io.mpreg.engine.monitor;

import org.jspecify.annotations.NullMarked;
