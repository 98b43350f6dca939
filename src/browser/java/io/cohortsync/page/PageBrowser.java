package io.cohortsync.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.cohortsync.demo.Fault;
import io.cohortsync.e2e.App;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person does on the page, in a real browser, with the whole application and both twins behind it. */
class PageBrowser {

    private static final int WIDE = 1200;
    private static final int PHONE = 400;

    @TempDir
    Path dataDir;

    private App app;

    @BeforeEach
    void start() {
        app = new App(dataDir).setSync("cadence", "daily").setSync("guard.max-leavers", "20");
        app.cohort(members(0, 120)).serve();
    }

    @AfterEach
    void stop() {
        app.close();
    }

    private static List<String> members(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(i -> i % 9 == 8 ? "no address " + i : "member" + i + "@example.com")
                .toList();
    }

    private Tab open(int width, ColorScheme scheme) {
        Tab tab = new Tab(app.url(), width, scheme);
        assertThat(tab.page().locator("#link")).hasText("live");
        return tab;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void assertClean(Tab tab) {
        assertThat(tab.complaints()).as("the console").isEmpty();
        assertThat(tab.strangers()).as("requests to others").isEmpty();
    }

    @Test
    void a_run_is_started_and_followed() {
        app.amplitude().settings().pollsUntilReady(40);
        try (Tab tab = open(WIDE, ColorScheme.LIGHT)) {
            Page page = tab.page();
            assertThat(page.locator("#runs")).containsText("No run yet");

            button(page, "Run now").click();

            assertThat(page.locator("#notice")).containsText("has begun");
            assertThat(page.locator("progress")).isVisible();
            assertThat(page.locator(".card .status")).hasText("succeeded");
            assertThat(page.locator(".members")).hasText("107 members tagged");
            assertThat(page.locator("#runs tbody tr")).hasCount(1);
            assertThat(page.locator("#rejections")).containsText("syntax");
            assertClean(tab);
        }
    }

    @Test
    void a_held_plan_is_discarded_and_the_next_one_approved() {
        app.run();
        app.cohort(members(40, 120));
        app.run();
        app.cohort(members(50, 120));
        try (Tab tab = open(WIDE, ColorScheme.LIGHT)) {
            Page page = tab.page();
            assertThat(page.locator("div.plan")).containsText("would leave (max-leavers 20)");
            page.getByText("The first 8 of them").click();
            assertThat(page.locator("div.plan td").nth(1)).containsText("***@example.com");
            tab.picture("page-held");
            button(page, "Discard").click();
            assertThat(page.locator("#notice")).containsText("thrown away");
            assertThat(page.locator("div.plan")).hasCount(0);
            assertThat(app.audience()).hasSize(107);

            app.run();
            button(page, "Approve").click();
            assertThat(page.locator("#notice")).containsText("approved");
            assertThat(page.locator(".card .status")).hasText("succeeded");
            Awaitility.await().until(() -> app.audience().contains("member169@example.com"));
            assertClean(tab);
        }
    }

    @Test
    void what_is_parked_is_replayed() {
        app.pushwoosh().faults().always("pushwoosh.bulk-set-tags", Fault.parse("invalid-request"));
        app.cohort(members(0, 4));
        app.run();
        try (Tab tab = open(WIDE, ColorScheme.LIGHT)) {
            Page page = tab.page();
            assertThat(page.locator(".waiting")).hasText("4 parked");
            assertThat(page.locator("#dead-letters")).containsText("m***@example.com");
            app.pushwoosh().faults().clear();

            button(page, "Replay").click();

            assertThat(page.locator("#dead-letters")).hasText("Nothing is parked.");
            assertThat(page.locator(".members")).hasText("4 members tagged");
            assertClean(tab);
        }
    }

    @Test
    void tells_why_somebody_is_not_in_the_audience() {
        app.run();
        try (Tab tab = open(WIDE, ColorScheme.LIGHT)) {
            Page page = tab.page();
            page.getByLabel("E-mail address").fill("stranger@example.com");
            button(page, "Look up").click();
            assertThat(page.locator("#explanation")).containsText("not in the cohort when the audience was last compared");
            page.getByLabel("E-mail address").fill("member3@example.com");
            button(page, "Look up").click();
            assertThat(page.locator("#explanation")).containsText("Pushwoosh has confirmed it");
            assertClean(tab);
        }
    }

    @Test
    void everything_is_reached_by_keyboard() {
        try (Tab tab = open(WIDE, ColorScheme.LIGHT)) {
            Page page = tab.page();
            focus(page, "Pause");
            page.keyboard().press("Enter");
            assertThat(page.locator(".state")).hasText("paused");
            focus(page, "Resume");
            page.keyboard().press("Enter");
            assertThat(page.locator(".state")).hasText("idle");
            assertClean(tab);
        }
    }

    /** By the Tab key alone. */
    private static void focus(Page page, String button) {
        for (int n = 0; n < 30; n++) {
            if (button.equals(page.evaluate("document.activeElement.textContent"))) {
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("the Tab key does not come to " + button);
    }

    @Test
    void asks_for_a_token_where_one_is_needed() {
        app.stop();
        app.set("cohort-sync.access.tokens.dashboard.token", "token-of-reader").serve();
        try (Tab tab = new Tab(app.url(), PHONE, ColorScheme.LIGHT)) {
            Page page = tab.page();
            page.getByLabel("Access token").fill("wrong");
            button(page, "Enter").click();
            assertThat(page.locator("#notice")).containsText("not known");
            page.getByLabel("Access token").fill("token-of-reader");
            button(page, "Enter").click();
            assertThat(page.locator(".card")).hasCount(1);
            button(page, "Run now").click();
            assertThat(page.locator("#notice")).containsText("may not do that");
            assertThat(tab.strangers()).isEmpty();
        }
    }

    @Test
    void fits_a_phone_and_the_dark() {
        history();
        try (Tab light = open(WIDE, ColorScheme.LIGHT)) {
            assertThat(light.page().locator("#history canvas")).isVisible();
            light.picture("page-light");
        }
        try (Tab dark = open(WIDE, ColorScheme.DARK)) {
            assertThat(dark.page().locator("#history canvas")).isVisible();
            dark.picture("page-dark");
            assertThat(dark.page().evaluate("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(19, 23, 22)");
        }
        try (Tab phone = open(PHONE, ColorScheme.LIGHT)) {
            assertThat(phone.page().locator("#history canvas")).isVisible();
            phone.picture("page-phone");
            assertThat(phone.page().evaluate("document.documentElement.scrollWidth"))
                    .as("nothing sticks out")
                    .isEqualTo(PHONE);
            assertClean(phone);
        }
    }

    private void history() {
        for (int day = 0; day < 6; day++) {
            app.jdbc()
                    .update("update sync_runs set started_at = started_at - interval '1' day,"
                            + " finished_at = finished_at - interval '1' day");
            app.cohort(members(day * 12, 120 + day * day * 3));
            app.run();
        }
    }
}
