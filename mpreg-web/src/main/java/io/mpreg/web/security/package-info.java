/** Who may enter: authentication by the container, and tickets for pages. For the web container. */
@NullMarked
package io.mpreg.web.security;

import org.jspecify.annotations.NullMarked;
