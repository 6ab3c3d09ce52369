package dev.minato.services.dashboard;

import static dev.minato.services.dashboard.Page.list;
import static dev.minato.services.dashboard.Page.number;
import static dev.minato.services.dashboard.Page.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionHandler;
import dev.minato.server.ServerMetrics;
import dev.minato.server.ServerObserver;
import dev.minato.server.TcpServer;
import dev.minato.server.UdpCounts;
import dev.minato.services.Limits;
import dev.minato.task.OneShot;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The dashboard says live what its server does, who holds it up, and why connections ended or were refused.
@Timeout(120)
class DashboardTest {
    private static boolean names(Map<String, Object> frame, String list, String peer) {
        return list(frame, list).stream().anyMatch(each -> peer.equals(each.get("peer")));
    }

    /// A refusal is in the list before it is counted.
    private static boolean hasCounted(Map<String, Object> frame, long refusals) {
        return list(frame, "refusalReasons").stream()
                .anyMatch(each -> Long.valueOf(refusals).equals(each.get("count")));
    }

    private static String name(Socket client) {
        return client.getLocalAddress().getHostAddress() + ":" + client.getLocalPort();
    }

    private static long idOf(Map<String, Object> frame, String list, String peer) {
        return list(frame, list).stream()
                .filter(each -> peer.equals(each.get("peer")))
                .mapToLong(each -> number(each, "id"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void framesCountWhatIsServed() throws Exception {
        try (var scene = Scene.open();
                var page = Page.events(scene.dashboard);
                var client = scene.connect(Scene.KV, "127.0.0.2")) {
            assertThat(list(page.frame(), "services"))
                    .extracting(each -> each.get("service"))
                    .containsExactly("echo", "kv");
            Scene.set(client, 1000);
            var frame = page.frame(each -> number(object(each, "total"), "requests") == 1000);
            assertThat(number(object(frame, "total"), "open")).isEqualTo(1);
            assertThat(number(object(frame, "total"), "p99Nanos")).isPositive();
            assertThat(number(frame, "maxConnections")).isEqualTo(Limits.DEFAULT.maxConnections());
            client.shutdownOutput();
            var after = page.frame(each -> number(object(each, "total"), "open") == 0);
            assertThat(number(object(after, "total"), "closed")).isEqualTo(1);
            assertThat(list(after, "closeReasons"))
                    .extracting(each -> each.get("reason"))
                    .containsExactly("finished");
        }
    }

    /// Of a server of the kit, too.
    @Test
    void requestInWorkIsNamedAndThenAmongTheSlowest() throws Exception {
        var goOn = new OneShot<Boolean>();
        var metrics = new ServerMetrics();
        var history = new ConnectionHistory();
        ConnectionHandler handler = ConnectionHandler.ofRequests(() -> LineCodec.utf8(100), (line, session) -> {
            session.write(line + goOn.receive());
        });
        try (var server = TcpServer.builder()
                        .listen("report", "127.0.0.1:0", handler)
                        .observer(ServerObserver.all(List.of(metrics, history)))
                        .start();
                var dashboard = Dashboard.open("127.0.0.1:0", watched(server), metrics, history);
                var page = Page.events(dashboard);
                var client = new Socket(
                        "127.0.0.1", server.localAddresses().getFirst().port())) {
            client.getOutputStream().write("now\n".getBytes(StandardCharsets.US_ASCII));
            var frame = page.frame(each -> names(each, "handling", name(client)));
            assertThat(list(frame, "handling").getFirst()).containsEntry("service", "report");
            var story = Page.json(dashboard, "/connections/" + idOf(frame, "handling", name(client)));
            assertThat(story).containsEntry("activity", "handling");
            assertThat(number(story, "activityNanos")).isGreaterThanOrEqualTo(OpenConnections.LONG);
            goOn.send(true);
            var after = page.frame(each -> names(each, "slowest", name(client)));
            assertThat(number(list(after, "slowest").getFirst(), "nanos")).isGreaterThanOrEqualTo(OpenConnections.LONG);
            assertThat(list(after, "handling")).isEmpty();
        }
    }

    private static Watched watched(TcpServer server) {
        return new Watched() {
            @Override
            public List<Place> places() {
                return List.of(new Place(
                        "report", "tcp", server.localAddresses().getFirst().toString()));
            }

            @Override
            public List<Connection> openConnections() {
                return server.connections();
            }

            @Override
            public int maxConnections() {
                return 10_000;
            }

            @Override
            public Map<String, UdpCounts> datagramCounts() {
                return Map.of();
            }
        };
    }

    @Test
    void datagramsAreCounted() throws Exception {
        try (var scene = Scene.open();
                var page = Page.events(scene.dashboard);
                var socket = new DatagramSocket()) {
            socket.setSoTimeout(30_000);
            socket.send(new DatagramPacket(new byte[3], 3, scene.address(2)));
            socket.receive(new DatagramPacket(new byte[3], 3));
            var frame = page.frame(each -> number(list(each, "datagrams").getFirst(), "replied") == 1);
            assertThat(list(frame, "datagrams").getFirst())
                    .containsEntry("service", "echo")
                    .containsEntry("received", 1L);
        }
    }

    @Test
    void clientThatDoesNotReadIsNamedAndHasItsStory() throws Exception {
        try (var scene = Scene.open();
                var page = Page.events(scene.dashboard);
                var slow = scene.slowReader("127.0.0.23")) {
            var frame = page.frame(each -> names(each, "blocked", name(slow)));
            var story = Page.json(scene.dashboard, "/connections/" + idOf(frame, "blocked", name(slow)));
            assertThat(story)
                    .containsEntry("state", "open")
                    .containsEntry("service", "echo")
                    .containsEntry("peer", name(slow))
                    .containsEntry("activity", "blocked in write");
            assertThat(number(story, "activityNanos")).isGreaterThanOrEqualTo(OpenConnections.LONG);
            assertThat(number(story, "bytesIn")).isPositive();
            if (Platform.current().capabilities().unsentBytes()) {
                assertThat(number(story, "unsentBytes")).isPositive();
            } else {
                assertThat(story).containsEntry("unsentBytes", null);
            }
        }
    }

    @Test
    void clientThatWasRefusedIsNamedWithTheReason() throws Exception {
        try (var scene = Scene.open();
                var page = Page.events(scene.dashboard)) {
            String peer = scene.refused();
            var frame = page.frame(each -> names(each, "refused", peer));
            var story = Page.json(scene.dashboard, "/refusals/" + idOf(frame, "refused", peer));
            assertThat(story)
                    .containsEntry("state", "refused")
                    .containsEntry("peer", peer)
                    .containsEntry("reason", "denied")
                    .containsEntry("why", "The access list does not let its address in.");
        }
    }

    @Test
    void clientThatWasRefusedOftenIsThereOnce() throws Exception {
        try (var scene = Scene.open();
                var page = Page.events(scene.dashboard)) {
            scene.refused();
            scene.refused();
            String peer = scene.refused();
            var frame = page.frame(each -> names(each, "refused", peer) && hasCounted(each, 3));
            assertThat(list(frame, "refused"))
                    .singleElement()
                    .satisfies(each -> assertThat(each).containsEntry("times", 3L));
            assertThat(list(frame, "refusalReasons"))
                    .singleElement()
                    .satisfies(each -> assertThat(each)
                            .containsEntry("count", 3L)
                            .containsEntry("remembered", 3L)
                            .containsEntry("addresses", 1L));
        }
    }

    @Test
    void connectionThatFailedHasItsStoryWithTheText() throws Exception {
        var limits = Limits.DEFAULT.withWriteTimeout(Duration.ofMillis(300));
        try (var scene = Scene.open(limits);
                var page = Page.events(scene.dashboard);
                var slow = scene.slowReader("127.0.0.23")) {
            var frame = page.frame(each -> names(each, "ended", name(slow)));
            var story = Page.json(scene.dashboard, "/connections/" + idOf(frame, "ended", name(slow)));
            assertThat(story)
                    .containsEntry("state", "ended")
                    .containsEntry("reason", "write timeout")
                    .containsEntry("tls", "")
                    .containsEntry("orderly", false);
            assertThat(story.get("failure").toString()).startsWith("write " + name(slow) + ": timed out");
        }
    }

    @Test
    void connectionThatWaitsSaysForHowLong() throws Exception {
        try (var scene = Scene.open();
                var client = scene.connect(Scene.KV, "127.0.0.2")) {
            Scene.set(client, 3);
            var found = list(Page.json(scene.dashboard, "/search?peer=" + name(client)), "found");
            assertThat(found).hasSize(1);
            var story = Page.json(scene.dashboard, "/connections/" + number(found.getFirst(), "id"));
            assertThat(story).containsEntry("activity", "open").containsEntry("requests", 3L);
            assertThat(number(story, "activityNanos")).isPositive().isLessThan(number(story, "ageNanos"));
            assertThat(number(story, "slowestNanos")).isPositive();
        }
    }

    @Test
    void searchFindsWhatIsOpenAndWhatWasRefused() throws Exception {
        try (var scene = Scene.open();
                var one = scene.connect(Scene.KV, "127.0.0.2");
                var other = scene.connect(Scene.KV, "127.0.0.3")) {
            Scene.set(one, 1);
            Scene.set(other, 1);
            scene.refused();
            assertThat(found(scene, "127.0.0.2")).containsExactly("open");
            assertThat(found(scene, Scene.DENIED)).containsExactly("refused");
            assertThat(found(scene, "127.0.0.")).containsExactlyInAnyOrder("open", "open", "refused");
            assertThat(found(scene, "KV")).containsExactly("open", "open");
            assertThat(found(scene, "echo")).containsExactly("refused");
            assertThat(found(scene, "ech")).isEmpty();
            assertThat(found(scene, "10.")).isEmpty();
            assertThat(found(scene, "")).isEmpty();
        }
    }

    private static List<Object> found(Scene scene, String peer) throws Exception {
        return list(Page.json(scene.dashboard, "/search?peer=" + peer), "found").stream()
                .map(each -> each.getOrDefault("state", ""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/connections/",
                "/connections/0",
                "/connections/-1",
                "/connections/x",
                "/connections/٣",
                "/connections/99999999999999999999999999",
                "/refusals/7",
                "/nothing",
                "/../dashboard.js",
                "/index.html"
            })
    void whatIsNotThereIsNotFound(String path) throws Exception {
        try (var scene = Scene.open()) {
            assertThat(Page.get(scene.dashboard, path)).matches("(?s)HTTP/1.1 40[04] .*");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/dashboard.js", "/dashboard.css", "/icon.svg", "/search?peer=1", "/nothing"})
    void everyResponseIsForItsOwnPageOnly(String path) throws Exception {
        try (var scene = Scene.open()) {
            assertThat(Page.get(scene.dashboard, path))
                    .contains(
                            "\r\nContent-Security-Policy: default-src 'self';",
                            "frame-ancestors 'none'",
                            "\r\nX-Content-Type-Options: nosniff\r\n",
                            "\r\nReferrer-Policy: no-referrer\r\n",
                            "\r\nCross-Origin-Resource-Policy: same-origin\r\n",
                            "\r\nCache-Control: no-store\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/events", "/search?peer=127", "/dashboard.js"})
    void requestForAnotherNameIsRefused(String path) throws Exception {
        try (var scene = Scene.open()) {
            assertThat(Page.get(scene.dashboard, path, "evil.example:9101"))
                    .startsWith("HTTP/1.1 421 ")
                    .doesNotContain("data:", "found", "Minato");
            assertThat(Page.get(scene.dashboard, "http://evil.example" + path, "localhost"))
                    .startsWith("HTTP/1.1 421 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void onlyGetIsAllowed(String method) throws Exception {
        try (var scene = Scene.open()) {
            assertThat(Page.send(
                            scene.dashboard,
                            method + " /search HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 405 ");
        }
    }

    @Test
    void onePageTooManyIsToldSo() throws Exception {
        var pages = new ArrayList<Page>();
        try (var scene = Scene.open()) {
            for (int i = 0; i < DashboardPages.MAX_STREAMS; i++) {
                var page = Page.events(scene.dashboard);
                pages.add(page);
                page.frame();
            }
            assertThat(Page.get(scene.dashboard, "/events")).startsWith("HTTP/1.1 503 ");
            assertThat(Page.get(scene.dashboard, "/")).startsWith("HTTP/1.1 200 ");
            pages.getFirst().frame();
        } finally {
            for (Page page : pages) {
                page.close();
            }
        }
    }

    /// It loses frames, or its connection; the others get theirs.
    @Test
    void browserThatDoesNotReadHoldsUpNobody() throws Exception {
        try (var scene = Scene.open();
                var slow = new Socket()) {
            slow.setReceiveBufferSize(1024);
            slow.connect(scene.dashboard.address().toInetSocketAddress());
            slow.getOutputStream()
                    .write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            try (var page = Page.events(scene.dashboard)) {
                long first = number(page.frame(), "time");
                for (int i = 0; i < 5; i++) {
                    long next = number(page.frame(), "time");
                    assertThat(next).isGreaterThan(first);
                    first = next;
                }
            }
        }
    }

    @Test
    void dashboardAnswersWhileTheServerIsFullAndAfterItHasDrained() throws Exception {
        try (var scene = Scene.open(Limits.DEFAULT.withMaxConnections(1).withDrainTimeout(Duration.ZERO));
                var only = scene.connect(Scene.KV, "127.0.0.2");
                var page = Page.events(scene.dashboard)) {
            Scene.set(only, 1);
            var full = page.frame(each -> number(object(each, "total"), "open") == 1);
            assertThat(number(full, "maxConnections")).isEqualTo(1);
            assertThat(Page.get(scene.dashboard, "/")).startsWith("HTTP/1.1 200 ");
            scene.server.drain();
            page.frame(each -> number(object(each, "total"), "open") == 0);
        }
    }

    @Test
    void portAloneIsThatOfTheLoopback() throws Exception {
        try (var scene = Scene.open();
                var dashboard = Dashboard.open("0", scene.server, scene.metrics, scene.history)) {
            assertThat(dashboard.address().ip()).hasToString("127.0.0.1");
            assertThat(dashboard.address().port()).isPositive();
        }
    }

    @Test
    void addressThatCannotBeBoundIsNamed() throws Exception {
        try (var scene = Scene.open()) {
            String taken = scene.dashboard.address().toString();
            assertThatThrownBy(() -> Dashboard.open(taken, scene.server, scene.metrics, scene.history))
                    .isInstanceOfSatisfying(
                            NetException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.ADDRESS_IN_USE))
                    .hasMessageStartingWith("serve dashboard " + taken);
            for (String wrong : List.of("", "x", "99999", "127.0.0.1", "::1:80")) {
                assertThatThrownBy(() -> Dashboard.open(wrong, scene.server, scene.metrics, scene.history))
                        .isInstanceOfSatisfying(
                                NetException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_INPUT));
            }
        }
    }

    @Test
    void openPagesEndWithTheDashboard() throws Exception {
        try (var scene = Scene.open();
                var page = Page.events(scene.dashboard)) {
            page.frame();
            scene.dashboard.close();
            assertThatThrownBy(() -> page.frame(_ -> false))
                    .isInstanceOfAny(AssertionError.class, java.io.IOException.class);
        }
    }
}
