package io.cohortsync.demo;

import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What the Amplitude twin remembers: cohorts, exports, links to the store. */
final class ExportDesk {
    private static final String ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String HEX = "0123456789abcdef";

    private final Clock clock;
    private final Map<String, CohortSpec> cohorts = new LinkedHashMap<>();
    private final List<Instant> requestedAt = new ArrayList<>();
    private final Map<String, Export> exports = new ConcurrentHashMap<>();
    private final Map<String, Export.Link> links = new ConcurrentHashMap<>();

    ExportDesk(Clock clock) {
        this.clock = clock;
    }

    synchronized void put(CohortSpec cohort) {
        cohorts.put(cohort.id(), cohort);
    }

    synchronized void remove(String cohortId) {
        cohorts.remove(cohortId);
    }

    synchronized Collection<CohortSpec> published() {
        return cohorts.values().stream().filter(CohortSpec::published).toList();
    }

    synchronized @Nullable CohortSpec published(String cohortId) {
        CohortSpec cohort = cohorts.get(cohortId);
        return cohort != null && cohort.published() ? cohort : null;
    }

    synchronized Export request(CohortSpec cohort, PropertySelection properties) {
        Instant now = clock.instant();
        requestedAt.add(now);
        Export export = new Export(freshId(), cohort, properties, now, new AtomicInteger());
        exports.put(export.id(), export);
        return export;
    }

    @Nullable
    Export find(String requestId) {
        return exports.get(requestId);
    }

    /** The signature under which the store knows the link. */
    String mint(Export export, Fault fault) {
        String signature = random(HEX, 64);
        links.put(signature, new Export.Link(export, clock.instant(), fault));
        return signature;
    }

    Export.@Nullable Link link(@Nullable String signature) {
        return signature == null ? null : links.get(signature);
    }

    synchronized int requested() {
        return requestedAt.size();
    }

    synchronized long requestedAfter(Instant moment) {
        return requestedAt.stream().filter(at -> at.isAfter(moment)).count();
    }

    /** Counted per UTC calendar month, which is a guess (facts/amplitude §7.10). */
    synchronized long requestedThisMonth() {
        YearMonth month = monthOf(clock.instant());
        return requestedAt.stream().filter(at -> monthOf(at).equals(month)).count();
    }

    Instant monthEnds() {
        return monthOf(clock.instant())
                .plusMonths(1)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private String freshId() {
        String id = random(ID_LETTERS, 6);
        boolean mixed = !id.equals(id.toLowerCase()) && !id.equals(id.toUpperCase());
        return mixed && !exports.containsKey(id) ? id : freshId();
    }

    private static YearMonth monthOf(Instant moment) {
        return YearMonth.from(moment.atZone(ZoneOffset.UTC));
    }

    private static String random(String letters, int length) {
        StringBuilder text = new StringBuilder();
        ThreadLocalRandom.current().ints(length, 0, letters.length()).forEach(at -> text.append(letters.charAt(at)));
        return text.toString();
    }
}
