/** Tells people when the state of a sync changes, once for each change. */
@NullMarked
package io.cohortsync.alert;

import org.jspecify.annotations.NullMarked;
