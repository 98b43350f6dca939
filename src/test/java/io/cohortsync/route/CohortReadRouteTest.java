package io.cohortsync.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.cohortsync.member.CheckedPage;
import io.cohortsync.member.ExportUnusableException;
import io.cohortsync.member.Member;
import io.cohortsync.member.MemberPage;
import io.cohortsync.member.ReadAhead;
import io.cohortsync.member.Rejection;
import io.cohortsync.member.RejectionReason;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

@RouteTest
@TestPropertySource(properties = "routes.under.test=file:routes/cohort-read.camel.yaml,file:routes/hooks.camel.yaml")
@Import({CohortReadRouteTest.Below.class, MemberPages.class})
class CohortReadRouteTest {

    private static final String RUN = RouteTestContext.RUN;

    /** In the place of the download, which leaves headers behind as calls do. */
    static class Below extends RouteBuilder {
        final AtomicInteger downloads = new AtomicInteger();

        @Override
        public void configure() {
            from("direct:cohort-download").process(exchange -> {
                downloads.incrementAndGet();
                exchange.getMessage().getHeaders().clear();
            });
        }
    }

    /** Pages of a file; a page that is null is where the file breaks. */
    static final class File implements Iterator<MemberPage>, Closeable {
        private final Iterator<MemberPage> pages;
        private volatile boolean closed;

        File(MemberPage... pages) {
            this.pages = Arrays.asList(pages).iterator();
        }

        @Override
        public boolean hasNext() {
            return pages.hasNext();
        }

        @Override
        public MemberPage next() {
            MemberPage page = pages.next();
            if (page == null) {
                throw new ExportUnusableException("the file is cut");
            }
            return page;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Autowired
    private ProducerTemplate producer;

    @Autowired
    private Below below;

    @MockitoBean(name = "exports")
    private ExportSteps exports;

    @MockitoBean(name = "plans")
    private PlanSteps plans;

    @MockitoBean(name = "members")
    private MemberSteps members;

    @BeforeEach
    void begin() {
        below.downloads.set(0);
        when(exports.needsDownload(RUN)).thenReturn(true);
        doAnswer(call -> below.downloads.get() < 2).when(exports).mayDownloadAgain(RUN);
        doAnswer(call -> new CheckedPage(call.<MemberPage>getArgument(1).members(), List.of()))
                .when(members)
                .check(anyString(), any());
    }

    @Test
    void compares_page_by_page_and_then_completes_the_plan() throws Exception {
        File file = file(page(1, 2), page(3));

        assertThat(read().isFailed()).isFalse();

        InOrder order = inOrder(plans);
        order.verify(plans).begin(RUN);
        order.verify(plans, times(2)).compare(anyString(), any());
        order.verify(plans).complete(RUN);
        assertThat(compared()).extracting(checked -> checked.members().size()).containsExactly(2, 1);
        verify(members, never()).reject(anyString(), any());
        assertThat(below.downloads).hasValue(1);
        assertThat(file.closed).isTrue();
    }

    @Test
    void a_file_that_is_there_is_not_downloaded() {
        when(exports.needsDownload(RUN)).thenReturn(false);
        file(page(1));

        read();

        assertThat(below.downloads).hasValue(0);
    }

    @Test
    void rows_without_a_valid_address_are_kept_and_the_others_compared() {
        List<Rejection> rejections = List.of(new Rejection(2, RejectionReason.SYNTAX, "a***"));
        doAnswer(call -> new CheckedPage(List.of(member(1)), rejections))
                .when(members)
                .check(anyString(), any());
        file(page(1, 2));

        read();

        verify(members).reject(RUN, rejections);
        assertThat(compared())
                .singleElement()
                .satisfies(checked -> assertThat(checked.members()).hasSize(1));
    }

    @Test
    void a_file_that_breaks_is_downloaded_once_more_and_read_from_its_beginning() throws Exception {
        when(members.pages(RUN)).thenReturn(new File(page(1), null), new File(page(1), page(2)));

        assertThat(read().isFailed()).isFalse();

        assertThat(below.downloads).hasValue(2);
        verify(plans, times(2)).begin(RUN);
        verify(plans, times(1)).complete(RUN);
    }

    @Test
    void a_file_that_breaks_twice_makes_no_plan() throws Exception {
        doAnswer(call -> new File(page(1), null)).when(members).pages(RUN);

        assertThat(read().getException()).isInstanceOf(ExportUnusableException.class);

        assertThat(below.downloads).hasValue(2);
        verify(plans, never()).complete(anyString());
    }

    @Test
    void any_other_failure_ends_the_reading_at_once_and_makes_no_plan() throws Exception {
        File file = file(page(1), page(2));
        doThrow(new IllegalStateException("database away")).when(plans).compare(anyString(), any());

        assertThat(read().isFailed()).isTrue();

        assertThat(below.downloads).hasValue(1);
        verify(plans, times(1)).compare(anyString(), any());
        verify(plans, never()).complete(anyString());
        assertThat(file.closed).isTrue();
    }

    /** No thread waits for somebody to take the next page. Camel takes all of them before it closes the file. */
    @Test
    void a_file_that_is_read_ahead_is_closed_when_the_reading_fails() {
        MemberPage[] pages = new MemberPage[50];
        Arrays.fill(pages, page(1));
        File file = new File(pages);
        doAnswer(call -> new ReadAhead<>(file, task -> new Thread(task).start()))
                .when(members)
                .pages(RUN);
        doThrow(new IllegalStateException("database away")).when(plans).compare(anyString(), any());

        assertThat(read().isFailed()).isTrue();

        Awaitility.await().until(() -> file.closed);
    }

    private File file(MemberPage... pages) {
        File file = new File(pages);
        when(members.pages(RUN)).thenReturn(file);
        return file;
    }

    static MemberPage page(int... rows) {
        List<Member> page = new ArrayList<>();
        for (int row : rows) {
            page.add(member(row));
        }
        return new MemberPage(page);
    }

    static Member member(int row) {
        return new Member(row, "m" + row + "@example.com", Map.of());
    }

    private List<CheckedPage> compared() {
        ArgumentCaptor<CheckedPage> page = ArgumentCaptor.forClass(CheckedPage.class);
        verify(plans, org.mockito.Mockito.atLeast(0)).compare(anyString(), page.capture());
        return page.getAllValues();
    }

    private Exchange read() {
        return producer.request("direct:cohort-read", exchange -> exchange.setVariable("runId", RUN));
    }
}
