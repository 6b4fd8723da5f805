/** Tests of the parts of the client. */
@NullMarked
package io.mpreg.client;

import org.jspecify.annotations.NullMarked;
