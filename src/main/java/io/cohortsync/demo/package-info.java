/** Twins of Amplitude and Pushwoosh on loopback: what the demo and the tests talk to instead of the real services. */
@NullMarked
package io.cohortsync.demo;

import org.jspecify.annotations.NullMarked;
