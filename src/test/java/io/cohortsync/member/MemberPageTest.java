package io.cohortsync.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemberPageTest {

    @Test
    void shows_no_address_when_a_page_is_logged() {
        Member member = new Member(1, "jane@example.com", Map.of("phone", "+49170"));
        MemberPage page = new MemberPage(List.of(member, new Member(2, "joe@localhost", Map.of())));

        assertThat(page)
                .hasToString("MemberPage[members=[Member[row=1, address=j***@example.com], "
                        + "Member[row=2, address=j***]]]");
        assertThat(new AddressPolicy(AddressCase.KEEP).check(page).toString()).doesNotContain("jane", "joe", "+49170");
    }
}
