/**
 * How the caches of several nodes agree: what they tell each other, in which order, and what stays
 * when they disagree. Values and rules only; the cache carries them out.
 */
@NullMarked
package io.mpreg.engine.cache.peer;

import org.jspecify.annotations.NullMarked;
