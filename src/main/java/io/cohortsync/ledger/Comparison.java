package io.cohortsync.ledger;

import io.cohortsync.ledger.PlannedChange.Action;
import io.cohortsync.member.AddressDigest;
import io.cohortsync.member.DigestTable;
import io.cohortsync.member.Member;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Compares one complete export with one version of the ledger. The pages of the export come in while the ledger is read
 * on another thread; both are kept as 128-bit digests, about 130 octets a member together.
 *
 * <p>Not thread safe: one thread feeds it.
 */
public final class Comparison {

    private static final int BLOCK = 1_000;

    private final Rules rules;
    private final Future<LedgerSnapshot> ledger;
    private final LeaverCheck leavers;
    private final AddressDigest digest = new AddressDigest();
    private final DigestedPage page = new DigestedPage();
    private final DigestTable exported;
    private final Texts addresses = new Texts();
    private final @Nullable PropertyColumn properties;
    private long duplicates;

    /**
     * How a comparison decides.
     *
     * @param additive true: nobody is ever removed
     * @param withProperties whether mapped property values are compared too
     * @param retryParked how often a parked change is tried again by itself
     */
    public record Rules(boolean additive, boolean withProperties, int retryParked) {}

    /** What the ledger holds of a member besides the digests. */
    record Stored(String address, @Nullable String properties) {}

    /** Reads the rows whose members are gone from the export, so that each is checked by its address. */
    interface LeaverCheck {
        Map<Long, Stored> members(List<Long> ids);
    }

    /** @param expected about how many members the export has */
    Comparison(Rules rules, int expected, Future<LedgerSnapshot> ledger, LeaverCheck leavers) {
        this.exported = new DigestTable(expected);
        this.rules = rules;
        this.ledger = ledger;
        this.leavers = leavers;
        this.properties = rules.withProperties() ? new PropertyColumn() : null;
    }

    /**
     * Takes in a page of checked members.
     *
     * @return how many of them the export had shown before: duplicates, which are dropped
     */
    public int accept(List<Member> members) {
        page.read(members, digest);
        BitSet fresh = new BitSet(members.size());
        int next = addresses.size();
        for (int row = 0; row < members.size(); row++) {
            if (exported.put(page.high(row), page.low(row), next) < 0) {
                fresh.set(row);
                next++;
            }
        }
        fresh.stream().forEach(row -> keep(row, members.get(row)));
        int dropped = members.size() - fresh.cardinality();
        duplicates += dropped;
        return dropped;
    }

    private void keep(int row, Member member) {
        page.copy(row, addresses);
        if (properties != null) {
            properties.add(member.properties(), digest.ofProperties(member.properties()));
        }
    }

    /** Members of the export so far, duplicates left out. */
    public int size() {
        return addresses.size();
    }

    /** Rows dropped so far because their address had been seen. */
    public long duplicates() {
        return duplicates;
    }

    /** Waits for the ledger and decides what is to be done. To be called once, after the last page. */
    public Plan plan() throws InterruptedException {
        LedgerSnapshot rows = LedgerReads.await(ledger);
        BitSet known = new BitSet(addresses.size());
        Decisions decisions = new Decisions(rules);
        List<Integer> gone = new ArrayList<>();
        int[] members = new int[BLOCK];
        for (int from = 0; from < rows.size(); from += BLOCK) {
            int to = Math.min(from + BLOCK, rows.size());
            find(rows, from, to, members);
            for (int row = from; row < to; row++) {
                int member = members[row - from];
                if (member < 0) {
                    gone.add(row);
                } else {
                    known.set(member);
                    decide(decisions, rows, row, member);
                }
            }
        }
        decideLeavers(decisions, rows, gone);
        long joined = addresses.size() - known.cardinality();
        List<PlannedChange> moves = decisions.moves();
        return new Plan(
                rows.version(), decisions.counts(joined), () -> new JoinsAfter(moves, known, this), pending(rows));
    }

    private static MemberIds pending(LedgerSnapshot rows) {
        MemberIds pending = new MemberIds();
        for (int row = 0; row < rows.size(); row++) {
            if (rows.state(row).isPending()) {
                pending.add(rows.id(row));
            }
        }
        return pending;
    }

    /** Looks rows up one right after the other, see {@link DigestedPage}. */
    private void find(LedgerSnapshot rows, int from, int to, int[] members) {
        for (int row = from; row < to; row++) {
            members[row - from] = exported.find(rows.high(row), rows.low(row));
        }
    }

    private void decide(Decisions decisions, LedgerSnapshot rows, int row, int member) {
        boolean changed = properties != null && properties.digest(member) != rows.propertiesDigest(row);
        Optional<Decisions.Step> step = decisions.inCohort(rows.state(row), rows.attempts(row), changed);
        step.ifPresent(s ->
                decisions.add(s, rows.id(row), rows.state(row), addresses.get(member), json(member), digestOf(member)));
        if (step.map(Decisions.Step::action).orElse(Action.RETRY) == Action.RETRY) {
            decisions.unchanged();
        }
    }

    private void decideLeavers(Decisions decisions, LedgerSnapshot rows, List<Integer> gone) {
        for (int from = 0; from < gone.size(); from += 1000) {
            List<Integer> page = gone.subList(from, Math.min(from + 1000, gone.size()));
            Map<Long, Stored> stored =
                    leavers.members(page.stream().map(rows::id).toList());
            for (int row : page) {
                decisions
                        .gone(rows.state(row), rows.attempts(row))
                        .ifPresent(step -> decideLeaver(decisions, rows, row, step, stored.get(rows.id(row))));
            }
        }
    }

    /** Who leaves needs no tag values any more; who is merely tried again keeps those that were not delivered. */
    private void decideLeaver(
            Decisions decisions, LedgerSnapshot rows, int row, Decisions.Step step, @Nullable Stored stored) {
        Stored member = checked(stored, rows, row);
        boolean keeps = step.action() == Action.RETRY;
        decisions.add(
                step,
                rows.id(row),
                rows.state(row),
                member.address(),
                keeps ? member.properties() : null,
                keeps ? rows.propertiesDigest(row) : 0);
    }

    /** Nobody is removed on the word of a digest alone: the address itself must not stand in the export. */
    private Stored checked(@Nullable Stored member, LedgerSnapshot rows, int row) {
        if (member == null) {
            throw new IllegalStateException(
                    "row " + rows.id(row) + " of cohort_members went away during the comparison");
        }
        digest.of(member.address());
        boolean same = digest.high() == rows.high(row) && digest.low() == rows.low(row);
        if (!same || exported.find(digest.high(), digest.low()) >= 0) {
            throw new IllegalStateException("row " + rows.id(row)
                    + " of cohort_members has a digest that is not its address's: nobody is removed; correct the row");
        }
        return member;
    }

    PlannedChange join(int member) {
        return new PlannedChange(
                Action.JOIN, 0, null, MemberState.PENDING_ADD, addresses.get(member), json(member), digestOf(member));
    }

    private @Nullable String json(int member) {
        return properties == null ? null : properties.json(member);
    }

    private long digestOf(int member) {
        return properties == null ? 0 : properties.digest(member);
    }
}
