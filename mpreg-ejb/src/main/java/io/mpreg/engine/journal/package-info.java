/**
 * An append-only log on disk: records that are on stable storage when they are confirmed, are found
 * again after a crash, and leave when they are released. For stores that must not forget.
 */
@NullMarked
package io.mpreg.engine.journal;

import org.jspecify.annotations.NullMarked;
