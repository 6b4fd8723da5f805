/** The configuration of a node, read from MicroProfile Config. For the node bean. */
@NullMarked
package io.mpreg.ejb.config;

import org.jspecify.annotations.NullMarked;
