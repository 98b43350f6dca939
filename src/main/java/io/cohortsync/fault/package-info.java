/** What can go wrong with a remote service: each exception says who deals with it. The routes name them. */
@NullMarked
package io.cohortsync.fault;

import org.jspecify.annotations.NullMarked;
