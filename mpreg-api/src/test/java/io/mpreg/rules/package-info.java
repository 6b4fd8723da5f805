/** What the API must keep to. */
@NullMarked
package io.mpreg.rules;

import org.jspecify.annotations.NullMarked;
