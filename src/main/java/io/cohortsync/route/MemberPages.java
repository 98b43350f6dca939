package io.cohortsync.route;

import io.cohortsync.member.Member;
import io.cohortsync.member.MemberPage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Bean {@code memberPages}: the aggregation strategy that puts a page together again behind the member hook. */
@Component("memberPages")
public class MemberPages {

    /** Adds a member to a page; a member that the hook has set to null is dropped. */
    public MemberPage collect(@Nullable Object page, @Nullable Object member) {
        List<Member> members = page instanceof MemberPage begun ? new ArrayList<>(begun.members()) : new ArrayList<>();
        if (member instanceof Member kept) {
            members.add(kept);
        }
        return new MemberPage(members);
    }
}
