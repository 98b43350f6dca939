/** What an operator relies on: start, stop, clients, metrics, checks. */
@NullMarked
package io.cohortsync.ops;

import org.jspecify.annotations.NullMarked;
