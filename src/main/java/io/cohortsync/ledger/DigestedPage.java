package io.cohortsync.ledger;

import io.cohortsync.member.AddressDigest;
import io.cohortsync.member.Member;
import java.util.Arrays;
import java.util.List;

/**
 * The digests and the UTF-8 octets of a page's addresses. They are computed for the whole page before the first is looked
 * up, because a look-up in a large table waits for memory: look-ups one right after the other wait together, but not across
 * the computation of a digest. Reuses its buffers, so an instance belongs to one thread.
 */
final class DigestedPage {

    private long[] highs = new long[0];
    private long[] lows = new long[0];
    private int[] ends = new int[0];
    private byte[] octets = new byte[1 << 15];

    /** Takes in a page in the place of the one before. */
    void read(List<Member> members, AddressDigest digest) {
        if (highs.length < members.size()) {
            highs = new long[members.size()];
            lows = new long[members.size()];
            ends = new int[members.size()];
        }
        int end = 0;
        for (int row = 0; row < members.size(); row++) {
            digest.of(members.get(row).address());
            highs[row] = digest.high();
            lows[row] = digest.low();
            end = append(digest, end);
            ends[row] = end;
        }
    }

    private int append(AddressDigest digest, int start) {
        int end = start + digest.length();
        if (end > octets.length) {
            octets = Arrays.copyOf(octets, 2 * end);
        }
        System.arraycopy(digest.text(), 0, octets, start, digest.length());
        return end;
    }

    long high(int row) {
        return highs[row];
    }

    long low(int row) {
        return lows[row];
    }

    /** Adds the address of a row to others. */
    void copy(int row, Texts addresses) {
        int start = row == 0 ? 0 : ends[row - 1];
        addresses.add(octets, start, ends[row] - start);
    }
}
