/** The house rules of the routes, as code: what is wrong with a file, where, in a sentence. Loaded only when somebody asks. */
@NullMarked
package io.cohortsync.lint;

import org.jspecify.annotations.NullMarked;
