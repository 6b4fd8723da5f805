/** The client that speaks the protocol of a node from any JVM. For application developers. */
@NullMarked
package io.mpreg.client;

import org.jspecify.annotations.NullMarked;
