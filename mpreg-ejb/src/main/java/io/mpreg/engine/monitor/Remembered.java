package io.mpreg.engine.monitor;

/** What a slot of the ring holds. */
sealed interface Remembered permits Event, EventRun {}
