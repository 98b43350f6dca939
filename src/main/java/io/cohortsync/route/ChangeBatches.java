package io.cohortsync.route;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Bean {@code changeBatches}: the aggregation strategy that makes batches of pages. */
@Component("changeBatches")
public class ChangeBatches {

    /** Adds a page to a batch. */
    public ChangeBatch collect(@Nullable Object batch, ChangePage page) {
        return batch instanceof ChangeBatch begun ? begun.plus(page) : ChangeBatch.of(page);
    }
}
