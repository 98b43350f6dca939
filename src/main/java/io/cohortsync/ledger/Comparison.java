package io.cohortsync.ledger;

import io.cohortsync.ledger.PlannedChange.Action;
import io.cohortsync.member.AddressDigest;
import io.cohortsync.member.DigestTable;
import io.cohortsync.member.Member;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Compares one complete export with one version of the ledger. The pages of the export come in while the ledger is read
 * on another thread. The export is kept as 128-bit digests and addresses, about 90 octets a member, the ledger in a file.
 *
 * <p>Not thread safe: one thread feeds it.
 */
public final class Comparison implements AutoCloseable {

    private final Rules rules;
    private final CompletableFuture<Roster> ledger;
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
    Comparison(Rules rules, int expected, CompletableFuture<Roster> ledger, LeaverCheck leavers) {
        this.exported = new DigestTable(expected);
        this.rules = rules;
        this.ledger = ledger;
        this.leavers = leavers;
        this.properties = rules.withProperties() ? new PropertyColumn() : null;
    }

    /** Takes in a page of checked members; whom the export has shown before is a duplicate, and dropped. */
    public void accept(List<Member> members) {
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
        duplicates += members.size() - fresh.cardinality();
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

    /**
     * Waits for the ledger and decides what is to be done. To be called once, after the last page; the plan is good until
     * {@link #close}.
     */
    public Plan plan() throws InterruptedException {
        Roster roster = LedgerReads.await(ledger);
        BitSet known = new BitSet(addresses.size());
        Decisions decisions = new Decisions(rules);
        LedgerRows gone = new LedgerRows(0);
        MemberIds pending = new MemberIds();
        roster.forEach(rows -> decide(decisions, rows, known, gone, pending));
        decideLeavers(decisions, gone);
        long joined = addresses.size() - known.cardinality();
        List<PlannedChange> moves = decisions.moves();
        return new Plan(
                roster.version(),
                decisions.counts(joined),
                () -> new JoinsAfter(moves, known, this),
                new Plan.Basis(roster, pending));
    }

    private void decide(Decisions decisions, LedgerRows rows, BitSet known, LedgerRows gone, MemberIds pending) {
        int[] members = find(rows);
        for (int row = 0; row < rows.size(); row++) {
            if (rows.state(row).isPending()) {
                pending.add(rows.id(row));
            }
            if (members[row] < 0) {
                gone.add(rows, row);
            } else {
                known.set(members[row]);
                decide(decisions, rows, row, members[row]);
            }
        }
    }

    /** Looks rows up one right after the other, see {@link DigestedPage}. */
    private int[] find(LedgerRows rows) {
        int[] members = new int[rows.size()];
        for (int row = 0; row < members.length; row++) {
            members[row] = exported.find(rows.high(row), rows.low(row));
        }
        return members;
    }

    private void decide(Decisions decisions, LedgerRows rows, int row, int member) {
        boolean changed = properties != null && properties.digest(member) != rows.propertiesDigest(row);
        Optional<Decisions.Step> step = decisions.inCohort(rows.state(row), rows.attempts(row), changed);
        step.ifPresent(s ->
                decisions.add(s, rows.id(row), rows.state(row), addresses.get(member), json(member), digestOf(member)));
        if (step.map(Decisions.Step::action).orElse(Action.RETRY) == Action.RETRY) {
            decisions.unchanged();
        }
    }

    private void decideLeavers(Decisions decisions, LedgerRows gone) {
        for (int from = 0; from < gone.size(); from += RosterFile.BLOCK) {
            int to = Math.min(from + RosterFile.BLOCK, gone.size());
            Map<Long, Stored> stored =
                    leavers.members(IntStream.range(from, to).mapToObj(gone::id).toList());
            for (int row = from; row < to; row++) {
                decideLeaver(decisions, gone, row, stored.get(gone.id(row)));
            }
        }
    }

    private void decideLeaver(Decisions decisions, LedgerRows gone, int row, @Nullable Stored stored) {
        decisions
                .gone(gone.state(row), gone.attempts(row))
                .ifPresent(step -> addLeaver(decisions, gone, row, step, stored));
    }

    /** Who leaves needs no tag values any more; who is merely tried again keeps those that were not delivered. */
    private void addLeaver(
            Decisions decisions, LedgerRows rows, int row, Decisions.Step step, @Nullable Stored stored) {
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
    private Stored checked(@Nullable Stored member, LedgerRows rows, int row) {
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

    /** Lets go of the ledger. */
    @Override
    public void close() {
        ledger.thenAccept(Roster::close);
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
