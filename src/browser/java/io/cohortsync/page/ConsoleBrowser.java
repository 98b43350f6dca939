package io.cohortsync.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.cohortsync.e2e.App;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an engineer does in Hawtio, in a real browser. */
class ConsoleBrowser {

    private static final String TOKEN = "token-of-an-operator";

    @TempDir
    Path dataDir;

    private App app;

    @BeforeEach
    void start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        app = new App(dataDir)
                .setSync("cadence", "daily")
                .set("cohort-sync.access.tokens.ops.token", TOKEN)
                .set("cohort-sync.access.tokens.ops.role", "operator");
        app.cohort(List.of("ann@example.com", "bob@example.com")).serve();
        app.run();
    }

    @AfterEach
    void stop() {
        app.close();
    }

    private Tab open(String path) {
        URI console = app.url().resolve("/actuator/hawtio/");
        Tab tab = new Tab(console, new NewContextOptions()
                .setViewportSize(1400, 900)
                .setHttpCredentials("ops", TOKEN));
        tab.page().navigate(console.resolve(path).toString());
        return tab;
    }

    @Test
    void a_route_is_drawn() {
        try (Tab tab = open("camel")) {
            Page page = tab.page();
            text(page, "change-deliver").click();
            page.getByText("Route Diagram").click();
            assertThat(page.getByText("(ID: collect-batch)")).isVisible();
            tab.picture("hawtio");
            assertClean(tab);
        }
    }

    @Test
    void the_cadence_of_one_sync_is_stopped_and_started() {
        try (Tab tab = open("camel")) {
            Page page = tab.page();
            text(page, "routes").first().click();
            Locator cadence = page.getByRole(AriaRole.ROW)
                    .filter(new Locator.FilterOptions().setHasText("cohort-trigger-" + App.SYNC));
            cadence.getByRole(AriaRole.CHECKBOX).check();

            button(page, "Stop").click();
            assertThat(cadence).containsText("Stopped");
            assertThat(status()).isEqualTo(ServiceStatus.Stopped);

            cadence.getByRole(AriaRole.CHECKBOX).check();
            button(page, "Start").click();
            assertThat(cadence).containsText("Started");
            assertThat(status()).isEqualTo(ServiceStatus.Started);
            assertClean(tab);
        }
    }

    @Test
    void nothing_else_of_this_process_is_shown() {
        try (Tab tab = open("jmx")) {
            assertThat(text(tab.page(), "cohort-sync")).isVisible();
            assertThat(text(tab.page(), "java.lang")).hasCount(0);
        }
    }

    private ServiceStatus status() {
        return app.bean(CamelContext.class).getRouteController().getRouteStatus("cohort-trigger-" + App.SYNC);
    }

    private static Locator text(Page page, String text) {
        return page.getByText(text, new Page.GetByTextOptions().setExact(true));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void assertClean(Tab tab) {
        assertThat(tab.complaints()).as("the console").isEmpty();
        assertThat(tab.strangers()).as("requests to others").isEmpty();
    }
}
