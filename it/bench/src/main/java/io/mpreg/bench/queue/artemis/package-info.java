/** The only classes that see Artemis; a loader of their own brings the two together. */
package io.mpreg.bench.queue.artemis;
