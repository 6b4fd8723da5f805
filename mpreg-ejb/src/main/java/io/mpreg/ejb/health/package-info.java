/** What MicroProfile Health tells of a node. For operators. */
@NullMarked
package io.mpreg.ejb.health;

import org.jspecify.annotations.NullMarked;
