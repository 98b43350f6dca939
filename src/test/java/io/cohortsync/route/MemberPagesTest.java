package io.cohortsync.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.member.Member;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemberPagesTest {

    private final MemberPages pages = new MemberPages();
    private final Member member = new Member(4, "ann@example.com", Map.of("plan", "pro"));

    /** A user property that is not set, as a hook gives it. */
    @Test
    void a_member_without_the_other_address_has_none() {
        assertThat(pages.withAddress(member, null)).isEqualTo(new Member(4, "", Map.of("plan", "pro")));
    }

    @Test
    void the_rest_of_a_member_stays() {
        assertThat(pages.withAddress(member, "bob@example.com"))
                .isEqualTo(new Member(4, "bob@example.com", Map.of("plan", "pro")));
        assertThat(pages.withProperty(member, "plan", "free"))
                .isEqualTo(new Member(4, "ann@example.com", Map.of("plan", "free")));
    }
}
