package io.cohortsync.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A tab of headless Chromium that remembers every complaint of the page and every request to somebody else. */
final class Tab implements AutoCloseable {

    private static final Path PICTURES = Path.of("docs", "images");
    private static final String CHROMIUM = System.getProperty("chromium", "/usr/bin/chromium");

    private final Playwright playwright = Playwright.create();
    private final Browser browser = playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of(CHROMIUM))
                    .setArgs(List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> strangers = new CopyOnWriteArrayList<>();
    private final BrowserContext context;
    private final Page page;

    Tab(URI server, int width, ColorScheme scheme) {
        this(server, new Browser.NewContextOptions().setViewportSize(width, 900).setColorScheme(scheme));
    }

    /** @param options size, colours, login */
    Tab(URI server, Browser.NewContextOptions options) {
        context = browser.newContext(options.setLocale("en-GB"));
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(server.toString())
                    && !request.url().startsWith("data:")) {
                strangers.add(request.url());
            }
        });
        page.navigate(server.toString());
    }

    Page page() {
        return page;
    }

    List<String> complaints() {
        return complaints;
    }

    List<String> strangers() {
        return strangers;
    }

    void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
    }

    @Override
    public void close() {
        context.close();
        browser.close();
        playwright.close();
    }
}
