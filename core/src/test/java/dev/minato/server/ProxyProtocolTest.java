package dev.minato.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.IpNetwork;
import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.Shutdown;
import dev.minato.net.UnixStream;
import dev.minato.server.Kit.Configuration;
import dev.minato.task.Task;
import dev.minato.task.Tasks;
import dev.minato.task.Ticker;
import dev.minato.testing.Eventually;
import dev.minato.testing.RawPeer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a server makes of PROXY headers, and of their lack.
@Timeout(60)
@SuppressWarnings("try") // closing is what is tested
class ProxyProtocolTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final byte[] V1 = Kit.bytes("PROXY TCP4 192.0.2.1 198.51.100.1 50000 443\r\n");
    private static final byte[] V2 = hex(SIGNATURE + "2111000c" + "c0000201c6336401c35001bb");
    private static final byte[] LOCAL = hex(SIGNATURE + "20000000");
    private static final byte[] UNKNOWN = Kit.bytes("PROXY UNKNOWN\r\n");
    private static final Configuration TRUSTING = trusting("127.0.0.0/8");

    /// The first line is answered with what is known of the client, and each after it with itself.
    private static final RequestHandler<String, String> WHO = (line, session) -> {
        Connection connection = session.connection();
        session.write(
                line.equals("who")
                        ? connection.peerName() + " to "
                                + connection
                                        .localAddress()
                                        .map(Object::toString)
                                        .orElse("nobody") + " by "
                                + connection.proxyHeader().map(Object::toString).orElse("nobody")
                        : line);
    };

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static Configuration trusting(String network) {
        return builder -> builder.proxyProtocol(TrustedProxies.of(IpNetwork.parse(network)));
    }

    private static byte[] v1(String client) {
        String family = client.contains(":") ? "TCP6 " : "TCP4 ";
        return Kit.bytes("PROXY " + family + client + " " + client + " 1 2\r\n");
    }

    private static byte[] join(byte[] first, String second) {
        byte[] more = Kit.bytes(second);
        byte[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    private static String line(RawPeer peer) throws IOException {
        var line = new StringBuilder();
        while (!line.toString().endsWith("\n")) {
            String next = peer.receive(1);
            assertThat(next).as("after %s", line).isNotEmpty();
            line.append(next);
        }
        return line.substring(0, line.length() - 1);
    }

    private static String who(byte[] header, Kit kit) throws IOException {
        try (var peer = kit.connect()) {
            peer.send(join(header, "who\n"));
            return line(peer);
        }
    }

    private static void assertFailures(Kit kit, ErrorKind kind) {
        assertThat(kit.ends()).allSatisfy(end -> {
            NetException failure = (NetException) end.failure().orElseThrow();
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.operation()).isEqualTo("read PROXY header");
        });
    }

    @Test
    void theHandlerSeesTheClient() throws Exception {
        try (var kit = Kit.ofLines(WHO, TRUSTING)) {
            assertThat(who(V1, kit))
                    .isEqualTo(
                            "192.0.2.1:50000 to 198.51.100.1:443 by PROXY v1 from 192.0.2.1:50000 to 198.51.100.1:443");
            assertThat(who(V2, kit))
                    .isEqualTo(
                            "192.0.2.1:50000 to 198.51.100.1:443 by PROXY v2 from 192.0.2.1:50000 to 198.51.100.1:443");
            assertThat(who(v1("::ffff:192.0.2.9"), kit))
                    .startsWith("192.0.2.9:1 to 192.0.2.9:2 by PROXY v1 from [::ffff:");
            assertThat(who(v1("2001:db8::1"), kit)).startsWith("[2001:db8::1]:1 to [2001:db8::1]:2 by PROXY");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aHeaderComesInAnyPieces(int version) throws Exception {
        byte[] all = join(version == 1 ? V1 : V2, "who\nmore\n");
        try (var kit = Kit.ofLines(WHO, TRUSTING)) {
            for (int split = 1; split < all.length; split++) {
                try (var peer = kit.connect()) {
                    peer.send(Arrays.copyOf(all, split));
                    peer.send(Arrays.copyOfRange(all, split, all.length));
                    assertThat(line(peer)).startsWith("192.0.2.1:50000 to");
                    assertThat(line(peer)).isEqualTo("more");
                }
            }
            try (var peer = kit.connect()) {
                for (byte each : all) {
                    peer.send(new byte[] {each});
                }
                assertThat(line(peer)).startsWith("192.0.2.1:50000 to");
                assertThat(line(peer)).isEqualTo("more");
            }
        }
    }

    /// Longer than what is looked at first, with bytes of the client right behind it.
    @Test
    void aLongHeaderLeavesWhatIsBehindIt() throws Exception {
        byte[] header = hex(SIGNATURE + "21110fed" + "c0000201c6336401c35001bb" + "ee0fde" + "00".repeat(0xfde));
        try (var kit = Kit.ofLines(WHO, TRUSTING);
                var peer = kit.connect()) {
            peer.send(join(header, "who\n" + "x".repeat(90) + "\n"));
            assertThat(line(peer)).startsWith("192.0.2.1:50000 to");
            assertThat(line(peer)).hasSize(90);
        }
    }

    /// Anybody can write a header.
    @Test
    void aHeaderFromElsewhereIsData() throws Exception {
        try (var kit = Kit.ofLines(WHO, trusting("127.0.0.2/32"));
                var stranger = kit.connect();
                var proxy =
                        RawPeer.connect("127.0.0.2", kit.server.localAddresses().getFirst())) {
            stranger.send(join(V1, "who\n"));
            assertThat(line(stranger)).isEqualTo(new String(V1, 0, V1.length - 2, UTF_8));
            assertThat(line(stranger))
                    .isEqualTo(stranger.address() + " to "
                            + kit.server.localAddresses().getFirst() + " by nobody");
            proxy.send(join(V1, "who\n"));
            assertThat(line(proxy)).startsWith("192.0.2.1:50000");
        }
    }

    @Test
    void theProxysOwnConnectionsKeepTheSocketsAddresses() throws Exception {
        Configuration configuration = builder -> {
            TRUSTING.apply(builder);
            builder.maxConnectionsPerAddress(1).allow(List.of(IpNetwork.parse("192.0.2.0/24")));
        };
        try (var kit = Kit.ofLines(WHO, configuration);
                var first = kit.connect();
                var second = kit.connect()) {
            first.send(join(LOCAL, "who\n"));
            assertThat(line(first))
                    .isEqualTo(first.address() + " to "
                            + kit.server.localAddresses().getFirst() + " by LOCAL v2");
            second.send(join(UNKNOWN, "who\n"));
            assertThat(line(second))
                    .isEqualTo(second.address() + " to "
                            + kit.server.localAddresses().getFirst() + " by UNKNOWN v1");
        }
    }

    @Test
    void whatIsNoHeaderEndsTheConnection() throws Exception {
        List<String> bad = List.of(
                "GET / HTTP/1.1\r\n\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 65536 1\r\n",
                "PROXY TCP4 01.2.3.4 1.2.3.4 1 1\r\n",
                "PROXY UNKNOWN " + "x".repeat(100));
        try (var kit = Kit.ofLines(WHO, TRUSTING)) {
            for (String each : bad) {
                try (var peer = kit.connect()) {
                    peer.send(each + "x".repeat(10_000));
                    assertThat(peer.isAtEnd()).isTrue();
                }
            }
            kit.awaitEnds(CloseReason.BAD_PROXY_HEADER, bad.size());
            assertThat(kit.opened()).hasSize(bad.size());
            assertFailures(kit, ErrorKind.INVALID_DATA);
        }
    }

    private static Configuration trustingFor(Duration firstByteTimeout) {
        return builder -> {
            TRUSTING.apply(builder);
            builder.firstByteTimeout(firstByteTimeout);
        };
    }

    @Test
    void aHeaderHasToComeInTime() throws Exception {
        try (var kit = Kit.ofLines(WHO, trustingFor(Duration.ofMillis(100)));
                var silent = kit.connect();
                var half = kit.connect()) {
            half.send(Arrays.copyOf(V1, 20));
            assertThat(half.isAtEnd()).isTrue();
            assertThat(silent.isAtEnd()).isTrue();
            kit.awaitEnds(CloseReason.BAD_PROXY_HEADER, 2);
            assertFailures(kit, ErrorKind.TIMED_OUT);
        }
    }

    /// The timeout is for the whole header, not for each byte.
    @Test
    void bytesNowAndThenAreNotInTime() throws Exception {
        try (var kit = Kit.ofLines(WHO, trustingFor(Duration.ofMillis(300)));
                var peer = kit.connect()) {
            Task<Boolean> dripping = Tasks.spawn("drips", () -> drip(peer));
            assertThat(peer.isAtEnd()).isTrue();
            kit.awaitEnds(CloseReason.BAD_PROXY_HEADER, 1);
            assertFailures(kit, ErrorKind.TIMED_OUT);
            assertThat(dripping.join()).isNotNull();
        }
    }

    /// Returns whether all went out: ten seconds.
    private static boolean drip(RawPeer peer) throws Exception {
        var ticker = Ticker.every(Duration.ofMillis(100));
        try {
            for (byte each : join(Kit.bytes("PROXY UNKNOWN "), "x".repeat(90))) {
                peer.send(new byte[] {each});
                long _ = ticker.tick();
            }
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void anEndIsNoHeader() throws Exception {
        try (var kit = Kit.ofLines(WHO, TRUSTING);
                var none = kit.connect();
                var half = kit.connect()) {
            none.finish();
            half.send(Arrays.copyOf(V2, V2.length - 1));
            half.finish();
            assertThat(none.isAtEnd()).isTrue();
            assertThat(half.isAtEnd()).isTrue();
            kit.awaitEnds(CloseReason.BAD_PROXY_HEADER, 2);
            assertFailures(kit, ErrorKind.UNEXPECTED_EOF);
        }
    }

    @Test
    void aResetWithinAHeaderIsThePeers() throws Exception {
        try (var kit = Kit.ofLines(WHO, TRUSTING);
                var peer = kit.connect()) {
            peer.send(Arrays.copyOf(V1, 20));
            kit.awaitOpen(1);
            peer.reset();
            kit.awaitEnds(CloseReason.PEER_GONE, 1);
        }
    }

    /// The header is no byte of the client's, and none of a request.
    @Test
    void theHeaderIsNotTheClientsFirstByte() throws Exception {
        Configuration configuration = builder -> {
            TRUSTING.apply(builder);
            builder.firstByteTimeout(Duration.ofMillis(500)).idleTimeout(Duration.ofSeconds(50));
        };
        try (var kit = Kit.ofLines(WHO, configuration);
                var peer = kit.connect()) {
            peer.send(V1);
            assertThat(peer.isAtEnd()).isTrue();
            kit.awaitEnds(CloseReason.FIRST_BYTE_TIMEOUT, 1);
            assertThat(kit.ends().element().bytesIn()).isZero();
        }
    }

    @Test
    void theLimitOfAnAddressIsTheClients() throws Exception {
        Configuration configuration = builder -> {
            TRUSTING.apply(builder);
            builder.maxConnectionsPerAddress(1);
        };
        try (var kit = Kit.ofLines(WHO, configuration);
                var first = kit.connect();
                var other = kit.connect();
                var second = kit.connect()) {
            first.send(join(v1("192.0.2.1"), "who\n"));
            assertThat(line(first)).startsWith("192.0.2.1:1 to");
            other.send(join(v1("192.0.2.2"), "who\n"));
            assertThat(line(other)).startsWith("192.0.2.2:1 to");
            second.send(join(v1("::ffff:192.0.2.1"), "who\n" + "x".repeat(10_000)));
            assertThat(second.isAtEnd()).isTrue();
            Eventually.holds("refused", () -> kit.refusals().size() == 1);
            assertThat(kit.refusals())
                    .containsExactly(new Refusal("test", "192.0.2.1:1", RefusalReason.TOO_MANY_FROM_ADDRESS));
            assertThat(kit.opened()).hasSize(2);
            first.close();
            kit.awaitOpen(1);
            assertThat(who(v1("192.0.2.1"), kit)).startsWith("192.0.2.1:1 to");
        }
    }

    @Test
    void listsAreAboutTheClient() throws Exception {
        Configuration configuration = builder -> {
            TRUSTING.apply(builder);
            builder.allow(List.of(IpNetwork.parse("192.0.2.0/24"))).deny(List.of(IpNetwork.parse("192.0.2.66")));
        };
        try (var kit = Kit.ofLines(WHO, configuration)) {
            assertThat(who(v1("::ffff:192.0.2.1"), kit)).startsWith("192.0.2.1:1 to");
            for (String refused : List.of("192.0.2.66", "::ffff:192.0.2.66", "198.51.100.1", "2001:db8::1")) {
                try (var peer = kit.connect()) {
                    peer.send(join(v1(refused), "who\n"));
                    assertThat(peer.isAtEnd()).as(refused).isTrue();
                }
            }
            Eventually.holds("refused", () -> kit.server.counts().refused().equals(Map.of(RefusalReason.DENIED, 4L)));
            kit.awaitOpen(0);
        }
    }

    @Test
    void aServerThatStopsWaitsForNoHeader() throws Exception {
        try (var kit = Kit.ofLines(WHO, TRUSTING);
                var peer = kit.connect()) {
            kit.awaitOpen(1);
            DrainReport report = kit.server.drain(Duration.ofSeconds(30));
            assertThat(peer.isAtEnd()).isTrue();
            assertThat(report.finished()).isEqualTo(1);
            kit.awaitEnds(CloseReason.STOPPED, 1);
        }
    }

    @Test
    void unixPeersTellOfClientsIfTheyAreTrusted(@TempDir Path folder) throws Exception {
        var path = folder.resolve("socket");
        Configuration listening =
                builder -> builder.listen(path, ConnectionHandler.ofRequests(() -> LineCodec.utf8(100), WHO));
        try (var kit = Kit.ofLines(WHO, listening)) {
            assertThat(overUnix(path, "who\n")).isEqualTo("unix " + path + " to nobody by nobody\n");
        }
        Configuration trusting = builder -> {
            listening.apply(builder);
            builder.proxyProtocol(TrustedProxies.NONE.andUnix());
        };
        try (var kit = Kit.ofLines(WHO, trusting)) {
            assertThat(overUnix(path, "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\nwho\n"))
                    .startsWith("192.0.2.1:1 to 192.0.2.2:2 by PROXY v1");
            assertThat(overUnix(path, "PROXY UNKNOWN\r\nwho\n"))
                    .isEqualTo("unix " + path + " to nobody by UNKNOWN v1\n");
            assertThat(overUnix(path, "who\n")).isEmpty();
            assertThat(who(new byte[0], kit)).contains("by nobody");
        }
    }

    private static String overUnix(Path path, String text) throws IOException {
        try (var stream = UnixStream.connect(path)) {
            stream.writeAll(ByteBuffer.wrap(Kit.bytes(text)));
            stream.shutdown(Shutdown.WRITE);
            return stream.readToString(1000);
        }
    }

    /// Whoever asks, on every platform: what a header hides stays in the socket, for reads of any kind.
    @Test
    void theHandlersFirstReadIsWhatIsBehindTheHeader() throws Exception {
        ConnectionHandler handler = connection -> {
            var buffer = ByteBuffer.allocate(100);
            int peeked = connection.stream().peek(buffer);
            buffer.flip();
            connection.stream().writeAll(Kit.bytes(peeked + " "));
            connection.stream().writeAll(buffer);
            connection.tcp().orElseThrow().readExact(buffer.clear().limit(peeked));
            connection.stream().writeAll(buffer.flip());
        };
        try (var kit = Kit.of(handler, TRUSTING);
                var peer = kit.connect()) {
            peer.send(join(V2, "abc"));
            assertThat(peer.receive(8)).isEqualTo("3 abcabc");
        }
    }
}
