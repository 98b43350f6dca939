package io.cohortsync.route;

import io.cohortsync.member.Member;
import io.cohortsync.member.MemberPage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Bean {@code memberPages}: takes a page apart for the member hook and puts it together again. */
@Component("memberPages")
public class MemberPages {

    /**
     * What the hook has left of a member.
     *
     * @return one member, or none: the hook has set the body to null to drop it
     * @throws IllegalArgumentException if the body is anything else: nobody may get lost by a mistake
     */
    public List<Member> kept(@Nullable Object member) {
        if (member == null) {
            return List.of();
        }
        if (member instanceof Member kept) {
            return List.of(kept);
        }
        throw new IllegalArgumentException("the hook member-each has left a "
                + member.getClass().getSimpleName() + "; expected a Member, or null to drop it");
    }

    /** The aggregation strategy: adds what was kept to the page. */
    public MemberPage collect(@Nullable Object page, List<Member> kept) {
        List<Member> members = page instanceof MemberPage begun ? new ArrayList<>(begun.members()) : new ArrayList<>();
        members.addAll(kept);
        return new MemberPage(members);
    }

    /** For the hook: the member with another address; with none, such as a user property that is not set, it is rejected as empty. */
    public Member withAddress(Member member, @Nullable String address) {
        return new Member(member.row(), address == null ? "" : address, member.properties());
    }

    /** For the hook: the member with one property changed. */
    public Member withProperty(Member member, String property, String value) {
        Map<String, String> properties = new HashMap<>(member.properties());
        properties.put(property, value);
        return new Member(member.row(), member.address(), properties);
    }
}
