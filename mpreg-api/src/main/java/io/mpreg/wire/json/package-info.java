/**
 * JSON as a tree of JDK values, read from and written to UTF-8. Shared by client and server; not
 * for applications.
 */
@NullMarked
package io.mpreg.wire.json;

import org.jspecify.annotations.NullMarked;
