package io.cohortsync.member;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decides which text is the address of a member, and in which form it is compared and sent. Immutable; safe for use
 * by many threads.
 *
 * <p>Accepted is {@code local@domain} with a Dot-string of ASCII atext as local part (RFC 5321; no quoted string, no
 * comment, no display name, no route) and a host name of at least two labels, in ASCII or internationalised form.
 * Limits in octets: local part 64; label 63, of an internationalised label its A-label counts; the whole 254, in
 * UTF-8 as well as with A-labels, for either form may go over the wire. Whether the domain exists is not asked.
 */
public final class AddressPolicy {

    private final AddressCase letterCase;

    public AddressPolicy(AddressCase letterCase) {
        this.letterCase = letterCase;
    }

    /**
     * The form of an address that is compared, stored and sent: without white space at its ends (Unicode's, so also
     * TAB and no-break space), in lower case if the policy says so. Nothing else changes; U-labels and A-labels of
     * the same domain stay two addresses, because Pushwoosh matches strings.
     */
    public String normalise(String raw) {
        int start = 0;
        int end = raw.length();
        while (start < end && isSpace(raw.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(raw.charAt(end - 1))) {
            end--;
        }
        String trimmed = raw.substring(start, end);
        return letterCase == AddressCase.LOWER ? trimmed.toLowerCase(Locale.ROOT) : trimmed;
    }

    /**
     * Why the text cannot be a member's address.
     *
     * @param normalised from {@link #normalise}
     * @return null if it is an address
     */
    public @Nullable RejectionReason reject(String normalised) {
        return AsciiAddress.isValid(normalised) ? null : AddressDiagnosis.of(normalised);
    }

    /** Normalises and checks a page; every row comes out, as a member or as a rejection. */
    public CheckedPage check(MemberPage page) {
        List<Member> members = new ArrayList<>(page.members().size());
        List<Rejection> rejections = new ArrayList<>();
        for (Member raw : page.members()) {
            String address = normalise(raw.address());
            RejectionReason reason = reject(address);
            if (reason == null) {
                members.add(new Member(raw.row(), address, raw.properties()));
            } else {
                rejections.add(new Rejection(raw.row(), reason, MaskedAddress.mask(raw.address())));
            }
        }
        return new CheckedPage(members, rejections);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
