/** One run of one sync: who may work on it, how far it is, and what is truthfully said of it. */
@NullMarked
package io.cohortsync.run;

import org.jspecify.annotations.NullMarked;
