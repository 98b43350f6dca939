/** The HTTP API and JMX: what scripts and other systems rely on, and who may call it. */
@NullMarked
package io.cohortsync.api;

import org.jspecify.annotations.NullMarked;
