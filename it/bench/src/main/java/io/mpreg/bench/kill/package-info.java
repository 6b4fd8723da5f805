/** Kills nodes at work, and looks whether they keep what they promised. */
@NullMarked
package io.mpreg.bench.kill;

import org.jspecify.annotations.NullMarked;
