/** Measures the product beside what plain Java and a textbook route do: {@code ./mvnw -Pbench verify}. */
@NullMarked
package io.cohortsync.bench;

import org.jspecify.annotations.NullMarked;
