/** What once went wrong in the client. */
@NullMarked
package io.mpreg.client.issues;

import org.jspecify.annotations.NullMarked;
