package io.cohortsync.member;

import java.util.List;

/**
 * A page after the address policy: every row of the page is in exactly one of the two lists.
 *
 * @param members    the accepted rows with their normalised address, in row order; may still hold duplicates
 * @param rejections the refused rows, in row order
 */
public record CheckedPage(List<Member> members, List<Rejection> rejections) {
    public CheckedPage {
        members = List.copyOf(members);
        rejections = List.copyOf(rejections);
    }

    /** Without a look at every row: Camel's Simple asks for it whenever a route names a part of the page. */
    @Override
    public int hashCode() {
        return 31 * members.size() + rejections.size();
    }
}
