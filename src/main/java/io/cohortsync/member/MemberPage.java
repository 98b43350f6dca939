package io.cohortsync.member;

import java.util.List;

/**
 * A page of members as the export has them: raw, unchecked, duplicates included.
 *
 * @param members in row order, at least one
 */
public record MemberPage(List<Member> members) {

    /** The usual number of members in a page. */
    public static final int DEFAULT_SIZE = 1_000;

    public MemberPage {
        members = List.copyOf(members);
    }

    /** Without a look at every row: Camel's Simple asks for it whenever a route names a part of the page. */
    @Override
    public int hashCode() {
        return members.size();
    }
}
