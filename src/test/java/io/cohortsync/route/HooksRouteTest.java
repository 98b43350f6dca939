package io.cohortsync.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import io.cohortsync.alert.Alert;
import io.cohortsync.alert.AlertState;
import io.cohortsync.member.CheckedPage;
import io.cohortsync.member.Member;
import io.cohortsync.member.MemberPage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.ArgumentCaptor;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** The member hook; the two others are tested where they are called, in CohortSyncRouteTest and ChangeParkRouteTest. */
@RouteTest
@TestPropertySource(
        properties = {
            "routes.under.test=file:routes/hooks.camel.yaml,file:routes/member-page.camel.yaml,file:routes/cohort-read.camel.yaml",
            "cohort-sync.hooks.each-member=true"
        })
@Import({MemberPages.class, HooksRouteTest.Below.class})
@DirtiesContext
class HooksRouteTest {

    static class Below extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:cohort-download").to("mock:download");
        }
    }

    @Autowired
    private CamelContext camel;

    @Autowired
    private ProducerTemplate producer;

    @MockitoBean(name = "exports")
    private ExportSteps exports;

    @MockitoBean(name = "plans")
    private PlanSteps plans;

    @MockitoBean(name = "members")
    private MemberSteps members;

    @BeforeEach
    void begin() throws Exception {
        if (camel.hasEndpoint("mock:member") == null) {
            AdviceWith.adviceWith(
                    camel, "member-each", advice -> advice.weaveAddLast().to("mock:member"));
        }
        MockEndpoint.resetMocks(camel);
        doAnswer(call -> new CheckedPage(call.<MemberPage>getArgument(1).members(), List.of()))
                .when(members)
                .check(anyString(), any());
    }

    @Test
    void sees_each_member_and_changes_nothing_by_itself() {
        read();

        assertThat(compared()).extracting(Member::row).containsExactly(1L, 2L, 3L);
        assertThat(hook().getReceivedCounter()).isEqualTo(3);
    }

    @Test
    void drops_a_member() {
        hook().whenExchangeReceived(2, exchange -> exchange.getMessage().setBody(null));

        read();

        assertThat(compared()).extracting(Member::row).containsExactly(1L, 3L);
    }

    @Test
    void drops_the_first_member() {
        hook().whenExchangeReceived(1, exchange -> exchange.getMessage().setBody(null));

        read();

        assertThat(compared()).extracting(Member::row).containsExactly(2L, 3L);
    }

    @Test
    void drops_all_members() {
        hook().whenAnyExchangeReceived(exchange -> exchange.getMessage().setBody(null));

        read();

        assertThat(compared()).isEmpty();
    }

    @Test
    void alters_a_member() {
        hook().whenExchangeReceived(
                        2, exchange -> exchange.getMessage().setBody(new Member(2, "other@example.com", Map.of())));

        read();

        assertThat(compared())
                .extracting(Member::address)
                .containsExactly("m1@example.com", "other@example.com", "m3@example.com");
    }

    @Test
    void alters_a_member_by_the_beans_of_the_routes() throws Exception {
        AdviceWith.adviceWith(
                camel,
                "member-each",
                advice -> advice.weaveByToUri("mock:member")
                        .replace()
                        .to("bean:memberPages?method=withAddress(${body}, 'x@example.com')"));
        try {
            read();
            assertThat(compared()).extracting(Member::address).containsOnly("x@example.com");
        } finally {
            AdviceWith.adviceWith(
                    camel,
                    "member-each",
                    advice -> advice.weaveByToUri("bean:*").replace().to("mock:member"));
        }
    }

    @Test
    void a_body_that_is_no_member_is_not_taken_for_a_dropped_one() {
        hook().whenExchangeReceived(2, exchange -> exchange.getMessage().setBody("<html>"));

        assertThat(read().getException()).hasMessageContaining("member-each has left a String");

        verify(plans, never()).compare(any(), any());
    }

    @Test
    void a_hook_that_fails_fails_the_reading_rather_than_dropping_the_member() {
        hook().whenExchangeReceived(2, exchange -> {
            throw new IllegalStateException("hook");
        });

        assertThat(read().isFailed()).isTrue();

        verify(plans, never()).compare(any(), any());
        assertThat(hook().getReceivedCounter()).isEqualTo(2);
    }

    // ---- the examples of routes/README.md ----

    @Test
    void the_example_writes_an_alert_to_a_file(@TempDir Path folder) throws Exception {
        String route = route(RoutesReadme.alert().replace("directoryName: alerts", "directoryName: " + folder));
        Alert alert = new Alert("vip", AlertState.FAILED, AlertState.OK, "run-1", "vip is failed");

        producer.send(route, exchange -> exchange.setVariable("alert", alert));

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).singleElement().satisfies(file -> assertThat(file).hasContent("vip is failed"));
        }
    }

    @Test
    void the_example_drops_a_member() throws Exception {
        String route = route(RoutesReadme.dropMember().replace("@example.com", "1@example.com"));

        assertThat(producer.requestBody(route, CohortReadRouteTest.member(1))).isNull();
        assertThat(producer.requestBody(route, CohortReadRouteTest.member(2))).isInstanceOf(Member.class);
    }

    @Test
    void the_example_alters_a_member() throws Exception {
        Member member = new Member(1, "a@example.com", Map.of("work_email", "b@example.com"));

        assertThat(producer.requestBody(route(RoutesReadme.alterMember()), member))
                .isEqualTo(new Member(1, "b@example.com", member.properties()));
    }

    private String route(String steps) throws Exception {
        String route = "direct:example-" + camel.getRoutesSize();
        String yaml = "- route:\n    from:\n      uri: " + route + "\n      steps:\n";
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("example.yaml", yaml + steps));
        return route;
    }

    private Exchange read() {
        return producer.request("direct:cohort-read-page", exchange -> {
            exchange.setVariable("runId", RouteTestContext.RUN);
            exchange.getMessage().setBody(CohortReadRouteTest.page(1, 2, 3));
        });
    }

    private List<Member> compared() {
        ArgumentCaptor<CheckedPage> page = ArgumentCaptor.forClass(CheckedPage.class);
        verify(plans).compare(anyString(), page.capture());
        return page.getValue().members();
    }

    private MockEndpoint hook() {
        return camel.getEndpoint("mock:member", MockEndpoint.class);
    }
}
