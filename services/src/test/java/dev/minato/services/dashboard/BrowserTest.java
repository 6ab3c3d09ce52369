package dev.minato.services.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.platform.Platform;
import dev.minato.server.Connection;
import dev.minato.server.UdpCounts;
import dev.minato.services.Limits;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/// The page, as somebody sees it who has never seen it: in Chromium.
@Timeout(180)
class BrowserTest {
    private static final int WIDE = 1280;
    private static final String LIGHT = "light";

    private static Browser browser;

    @BeforeAll
    static void open() {
        browser = Browser.open();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    private static String name(Socket client) {
        return client.getLocalAddress().getHostAddress() + ":" + client.getLocalPort();
    }

    @Test
    void numbersMoveUnderLoad() throws Exception {
        try (var scene = Scene.open();
                var client = scene.connect(Scene.KV, "127.0.0.2")) {
            browser.show(scene.dashboard, WIDE, LIGHT);
            browser.await(
                    "one is open", () -> browser.text("#tile-open .number").equals("1"));
            Scene.set(client, 500);
            browser.await(
                    "500 requests", () -> browser.text("#tile-requests .beside").equals("500 in all"));
            Scene.set(client, 700);
            browser.await(
                    "1,200 requests",
                    () -> browser.text("#tile-requests .beside").equals("1,200 in all"));
            assertThat(browser.text("#tile-latency .number")).matches("[\\d.]+ (ns|µs|ms|s)");
            assertThat(browser.text("#services")).contains("kv", "echo");
            assertThat(browser.text("#verdict")).contains("Nothing.");
            client.shutdownOutput();
            browser.await(
                    "none is open", () -> browser.text("#tile-open .number").equals("0"));
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    @SuppressWarnings("try") // the client goes away while it is looked at
    void slowReaderIsNamedAndLeadsToItsStory() throws Exception {
        try (var scene = Scene.open();
                var slow = scene.slowReader("127.0.0.23")) {
            browser.show(scene.dashboard, WIDE, LIGHT);
            browser.await("it stands out", () -> browser.text("#verdict").contains(name(slow) + " does not read"));
            browser.await("it is listed", () -> browser.text("#blocked").contains(name(slow)));
            browser.click("#blocked a");
            browser.await("its story", () -> browser.text("#story-says").contains("does not read"));
            assertThat(browser.text("#story-says"))
                    .startsWith(name(slow) + " is connected to echo.")
                    .endsWith("The server closes it when a write has waited for 30 s.");
            assertThat(browser.text("#story-facts"))
                    .contains("blocked in write, for ", "Received", "Encryption", "Written");
            if (Platform.current().capabilities().unsentBytes()) {
                assertThat(browser.text("#story-facts")).contains("iB of it not yet sent");
            }
            slow.close();
            browser.await(
                    "the story goes on to its end",
                    () -> browser.text("#story-says").contains("It ended"));
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void refusedClientIsNamedAndItsStorySaysWhy() throws Exception {
        try (var scene = Scene.open()) {
            browser.show(scene.dashboard, WIDE, LIGHT);
            String peer = scene.refused();
            browser.await("it stands out", () -> browser.text("#verdict").contains(peer + " was refused by echo"));
            assertThat(browser.text("#verdict")).contains("denied. The access list does not let its address in.");
            browser.click("#ended a");
            browser.await("its story", () -> browser.text("#story-says").contains("was refused at echo"));
            assertThat(browser.text("#story-why")).isEqualTo("The access list does not let its address in.");
            assertThat(browser.text("#story-facts")).containsPattern("\\d\\d:\\d\\d:\\d\\d [A-Z]");
            browser.click("#story-others");
            browser.await("it is found", () -> browser.text("#found").contains(peer));
            assertThat(browser.text("#found-title")).startsWith("1 connection with “" + Scene.DENIED + ":”");
        }
    }

    @Test
    void whatGoesOnStandsAboveWhatIsPast() throws Exception {
        try (var scene = Scene.open();
                var slow = scene.slowReader("127.0.0.23")) {
            scene.refused();
            scene.refused();
            browser.show(scene.dashboard, WIDE, LIGHT);
            browser.await(
                    "both stand out",
                    () -> browser.text("#verdict").contains(name(slow))
                            && browser.text("#verdict").contains("(2 times, all from " + Scene.DENIED + ")"));
            assertThat(browser.text("#verdict li")).contains(name(slow) + " does not read");
        }
    }

    @Test
    void connectionThatFailedSaysWhyWithTheText() throws Exception {
        var limits = Limits.DEFAULT.withWriteTimeout(Duration.ofMillis(300));
        try (var scene = Scene.open(limits);
                var slow = scene.slowReader("127.0.0.23")) {
            browser.show(scene.dashboard, WIDE, LIGHT);
            browser.await("it is listed", () -> browser.text("#ended").contains("write timeout"));
            browser.click("#ended a");
            browser.await("its story", () -> browser.text("#story-says").contains("It ended"));
            assertThat(browser.text("#story-why")).contains("slow reader");
            assertThat(browser.text("#story-failure")).startsWith("write " + name(slow) + ": timed out");
        }
    }

    @Test
    void clientIsFoundByItsAddress() throws Exception {
        try (var scene = Scene.open();
                var client = scene.connect(Scene.KV, "127.0.0.42")) {
            Scene.set(client, 1);
            browser.show(scene.dashboard, WIDE, LIGHT);
            browser.click("#peer");
            browser.type("127.0.0.42", Keys.ENTER);
            browser.await("one is found", () -> browser.text("#found-title").startsWith("1 connection"));
            assertThat(browser.text("#found")).contains(name(client), "kv", "connected for ");
            assertThat(browser.focused()).startsWith("1 connection");
        }
    }

    /// Rows are links, the story takes the focus, Escape gives it back.
    @Test
    void keyboardIsEnough() throws Exception {
        try (var scene = Scene.open();
                var slow = scene.slowReader("127.0.0.23")) {
            browser.show(scene.dashboard, WIDE, LIGHT);
            browser.await("it is listed", () -> browser.text("#blocked").contains(name(slow)));
            browser.click("#verdict-title");
            for (int i = 0; i < 10 && !browser.focused().startsWith(name(slow)); i++) {
                browser.tab();
            }
            assertThat(browser.focused()).startsWith(name(slow));
            browser.type(Keys.ENTER);
            browser.await("its story", () -> browser.text("#story-says").contains("does not read"));
            assertThat(browser.focused()).isEqualTo("Close");
            browser.type(Keys.ESCAPE);
            browser.await(
                    "it is closed", () -> !(Boolean) browser.script("return document.querySelector('#story').open"));
            assertThat(browser.focused()).startsWith(name(slow));
            assertThat(browser.script("return location.hash")).isEqualTo("");
        }
    }

    @ParameterizedTest
    @CsvSource({"320, light", "320, dark", "1280, light", "1280, dark"})
    void axeFindsNothing(int width, String scheme) throws Exception {
        var limits = Limits.DEFAULT.withWriteTimeout(Duration.ofMillis(500));
        try (var scene = Scene.open(limits);
                var slow = scene.slowReader("127.0.0.23")) {
            browser.show(scene.dashboard, width, scheme);
            scene.refused();
            browser.await("both are listed", () -> {
                String text = browser.text("#ended");
                return text.contains("denied") && text.contains(name(slow));
            });
            assertThat(browser.violations()).isEmpty();
            assertThat((Boolean) browser.script("return document.documentElement.scrollWidth <= innerWidth"
                            + " && innerWidth === " + width))
                    .isTrue();
            browser.click("#ended a");
            browser.await("its story", () -> !browser.text("#story-says").isEmpty());
            assertThat(browser.violations()).isEmpty();
        }
    }

    @Test
    void axeWouldFindSomething() throws Exception {
        try (var scene = Scene.open()) {
            browser.show(scene.dashboard, WIDE, LIGHT);
            var _ = browser.script("document.querySelector('h1 img').removeAttribute('alt');"
                    + "document.querySelector('.hint').style.color = '#aaa'");
            assertThat(browser.violations())
                    .anyMatch(each -> each.startsWith("image-alt"))
                    .anyMatch(each -> each.startsWith("color-contrast"));
        }
    }

    @Test
    void textIsNeverMarkup() throws Exception {
        String evil = "<img src=x onerror=\"document.title='evil'\">";
        try (var scene = Scene.open()) {
            var watched = new Watched() {
                @Override
                public List<Place> places() {
                    return List.of(new Place(evil, "tcp", evil));
                }

                @Override
                public List<Connection> openConnections() {
                    return List.of();
                }

                @Override
                public int maxConnections() {
                    return 1;
                }

                @Override
                public Map<String, UdpCounts> datagramCounts() {
                    return Map.of(evil, scene.server.datagramCounts().get("echo"));
                }
            };
            try (var dashboard = Dashboard.open("127.0.0.1:0", watched, scene.metrics, scene.history)) {
                browser.show(dashboard, WIDE, LIGHT);
                browser.await("it is text", () -> browser.text("#services").contains(evil));
                assertThat(browser.text("#datagrams")).contains(evil);
                assertThat(browser.script("return document.querySelectorAll('main img').length"))
                        .isEqualTo(0L);
                assertThat(browser.script("return document.title")).isEqualTo("0 open – Minato");
            }
        }
    }

    @Test
    void pageSaysWhenTheServerIsGone() throws Exception {
        try (var scene = Scene.open()) {
            browser.show(scene.dashboard, WIDE, LIGHT);
            scene.dashboard.close();
            browser.await("it says so", () -> browser.text("#link").startsWith("Not connected"));
        }
    }
}
