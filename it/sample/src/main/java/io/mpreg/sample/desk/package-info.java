/**
 * The earthquake desk: a week of real earthquakes, published, enriched, alerted on and counted.
 *
 * <p>An application of a user's kind. {@link io.mpreg.sample.desk.Desk} is the place to start
 * reading.
 */
@NullMarked
package io.mpreg.sample.desk;

import org.jspecify.annotations.NullMarked;
