/** Calls and graphs of calls. */
package io.mpreg.bench.rpc;
