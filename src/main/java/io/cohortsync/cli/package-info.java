/** The commands of a terminal: they ask the HTTP API, of a running server or of one that lives as long as the command. */
@org.jspecify.annotations.NullMarked
package io.cohortsync.cli;
