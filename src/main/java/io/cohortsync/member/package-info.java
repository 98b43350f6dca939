/**
 * What an export says, and who of it can be a member: the export file as pages of raw members, the e-mail address
 * policy, and the digests by which members are compared. Plain Java; no Spring, no Camel.
 */
@NullMarked
package io.cohortsync.member;

import org.jspecify.annotations.NullMarked;
