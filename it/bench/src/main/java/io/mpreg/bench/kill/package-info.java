/** Kills nodes at work, and looks whether they keep what they promised. */
package io.mpreg.bench.kill;
