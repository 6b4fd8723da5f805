/**
 * Applications of a user's kind, deployed by the contract suite to use MPREG from inside a server.
 */
@NullMarked
package io.mpreg.it.probe;

import org.jspecify.annotations.NullMarked;
