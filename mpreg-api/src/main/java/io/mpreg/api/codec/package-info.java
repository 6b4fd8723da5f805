/** Values to payloads and back. For applications that bring their own encoding. */
@NullMarked
package io.mpreg.api.codec;

import org.jspecify.annotations.NullMarked;
