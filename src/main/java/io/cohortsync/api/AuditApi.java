package io.cohortsync.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/audit}: who did what. */
@RestController
class AuditApi {

    private static final int MOST_ENTRIES = 1_000;

    private final AuditBook book;

    AuditApi(AuditBook book) {
        this.book = book;
    }

    @GetMapping("/api/audit")
    List<AuditEntry> audit(
            @RequestParam(required = false) @Nullable String sync,
            @RequestParam(required = false) @Nullable String limit) {
        return book.list(sync, Query.limit(limit, MOST_ENTRIES));
    }
}
