/** Amplitude's Behavioral Cohorts API: what to ask, what the answers mean, and the file that comes of it. */
@NullMarked
package io.cohortsync.amplitude;

import org.jspecify.annotations.NullMarked;
