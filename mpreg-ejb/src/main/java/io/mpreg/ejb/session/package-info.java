/** What the web module sees of the node: sessions for connections. For the endpoints. */
@NullMarked
package io.mpreg.ejb.session;

import org.jspecify.annotations.NullMarked;
