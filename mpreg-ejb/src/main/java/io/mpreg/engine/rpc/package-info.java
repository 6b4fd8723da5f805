/** Functions, graphs of calls, and their execution. For the node and its sessions. */
@NullMarked
package io.mpreg.engine.rpc;

import org.jspecify.annotations.NullMarked;
