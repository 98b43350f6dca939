/** Pushwoosh's audience API: what to send, and what the answers mean. */
@NullMarked
package io.cohortsync.pushwoosh;

import org.jspecify.annotations.NullMarked;
