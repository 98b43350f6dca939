/** The beans that the YAML routes may call, and only those: routes/README.md is their contract. */
@NullMarked
package io.cohortsync.route;

import org.jspecify.annotations.NullMarked;
