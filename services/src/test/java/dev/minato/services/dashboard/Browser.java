package dev.minato.services.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.opentest4j.TestAbortedException;

/// Chromium with the dashboard in it, driven by Selenium. Whatever is waited for fails after half a minute.
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String RUN_AXE = """
            const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ['violations']}).then(
                result => done(result.violations.map(each => each.id + ': '
                    + each.nodes.map(node => node.html + ' ' + node.failureSummary).join('\\n'))),
                failure => done(['axe failed: ' + failure]));
            """;

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /// Starts it; without Chromium and its driver the test is aborted by name.
    static Browser open() {
        Path chromium = tool("chromium", "google-chrome");
        Path driver = tool("chromedriver");
        var options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
        options.addArguments(
                "--disable-background-networking",
                "--no-first-run",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
        options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, "ALL"));
        // Named here, nothing is looked for, or loaded from elsewhere.
        System.setProperty("webdriver.chrome.driver", driver.toString());
        return new Browser(new ChromeDriver(options));
    }

    private static Path tool(String... names) {
        String[] folders = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator);
        return Stream.of(names)
                .flatMap(name -> Stream.of(folders).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> missing(names[0]));
    }

    private static RuntimeException missing(String name) {
        if ("all".equals(System.getProperty("minato.require"))) {
            throw new AssertionError("required, and not there: " + name);
        }
        return new TestAbortedException("not there: " + name);
    }

    /// Shows the page on a screen of that width, in the scheme `light` or `dark`.
    void show(Dashboard dashboard, int width, String scheme) {
        var _ = driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", width < 500));
        var _ = driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        driver.get("http://" + dashboard.address() + "/");
        await("it is live", () -> text("#link").equals("Live"));
    }

    /// Waits until that is so.
    void await(String what, BooleanSupplier holds) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!settled(holds)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not so: " + what + "; the page says:\n" + text("body"));
            }
        }
    }

    /// An element that a frame has just replaced is looked for again.
    private static boolean settled(BooleanSupplier holds) {
        try {
            return holds.getAsBoolean();
        } catch (StaleElementReferenceException | NoSuchElementException e) {
            return false;
        }
    }

    /// What an element shows; nothing if it is not there.
    String text(String selector) {
        Object text = driver.executeScript("return document.querySelector(arguments[0])?.innerText ?? ''", selector);
        return String.valueOf(text);
    }

    void click(String selector) {
        driver.findElement(By.cssSelector(selector)).click();
    }

    /// Types into whatever has the focus.
    void type(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    void tab() {
        type(Keys.TAB);
    }

    /// What the element that has the focus shows.
    String focused() {
        return String.valueOf(driver.executeScript("return document.activeElement.innerText ?? ''"));
    }

    Object script(String body) {
        return driver.executeScript(body);
    }

    /// What axe finds wrong with the page as it is now.
    List<String> violations() throws IOException {
        try (InputStream input = ClassLoader.getSystemResourceAsStream("axe.min.js")) {
            if (input == null) {
                throw new AssertionError("axe is not on the class path");
            }
            var _ = driver.executeScript(new String(input.readAllBytes(), UTF_8));
        }
        var found = (List<?>) driver.executeAsyncScript(RUN_AXE);
        return found == null ? List.of() : found.stream().map(String::valueOf).toList();
    }

    /// What the browser complained of, such as a policy that the page broke.
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(String::valueOf)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
