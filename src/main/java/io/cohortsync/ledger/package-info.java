/** Who is in the audience, what has to change, and what Pushwoosh has confirmed. */
@NullMarked
package io.cohortsync.ledger;

import org.jspecify.annotations.NullMarked;
