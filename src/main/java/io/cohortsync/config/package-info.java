/** Typed configuration, checked at the start: every mistake becomes one sentence, all of them are reported together. */
@NullMarked
package io.cohortsync.config;

import org.jspecify.annotations.NullMarked;
