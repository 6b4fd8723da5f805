/**
 * The checks of MicroProfile Health. For the server, which asks them.
 *
 * <p>A jar of its own in the library folder of the EAR: of the beans of an EAR, WildFly finds as
 * checks only those that are there. So nothing here sees the engine or the other beans.
 */
@NullMarked
package io.mpreg.ejb.health;

import org.jspecify.annotations.NullMarked;
