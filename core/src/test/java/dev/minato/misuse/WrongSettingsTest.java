package dev.minato.misuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.minato.address.IpNetwork;
import dev.minato.address.Ipv4Addr;
import dev.minato.client.TcpClient;
import dev.minato.client.TcpClientBuilder;
import dev.minato.client.UdpAsk;
import dev.minato.codec.LineCodec;
import dev.minato.proxy.ProxyCodec;
import dev.minato.proxy.ProxyCommand;
import dev.minato.proxy.ProxyHeader;
import dev.minato.proxy.ProxySsl;
import dev.minato.proxy.ProxyTlv;
import dev.minato.server.MemoryBudget;
import dev.minato.server.MemoryBudget.Area;
import dev.minato.server.OverloadPolicy;
import dev.minato.server.TcpServer;
import dev.minato.server.TcpServerBuilder;
import dev.minato.server.UdpServer;
import dev.minato.server.UdpServerBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// As [WrongArgumentsTest], for the settings of servers and clients.
class WrongSettingsTest {
    private static final Duration[] NOT_POSITIVE = {
        Duration.ZERO, Duration.ofNanos(-1), Duration.ofSeconds(Long.MIN_VALUE)
    };

    private final MisuseTable table = new MisuseTable();

    @AfterEach
    void end() {
        table.end();
    }

    private void wrong(String says, Object came, ThrowingCallable call) {
        table.wrong(says, came, call);
    }

    @Test
    void budgets() {
        MemoryBudget budget = MemoryBudget.EMPTY;
        for (int negative : new int[] {-1, Integer.MIN_VALUE}) {
            wrong("bytes", negative, () -> budget.with("x", Area.HEAP, negative, 1));
            wrong("count", negative, () -> budget.with("x", Area.HEAP, 1, negative));
            wrong("bytes", negative, () -> budget.withEach("x", Area.HEAP, negative));
            wrong("bytes", negative, () -> Area.DIRECT.usable(negative));
            wrong("bytes", negative, () -> Area.HEAP.sizeFor(negative));
            wrong("bytes", negative, () -> MemoryBudget.size(negative));
            wrong("connections", negative, () -> budget.entries(negative));
            wrong("connections", negative, () -> budget.sum(Area.HEAP, negative));
            wrong("connections", negative, () -> budget.describe(Area.HEAP, negative));
            wrong("connections", negative, () -> budget.fits(negative, 1, 1));
            wrong("bytes", negative, () -> budget.fits(1, negative, 1));
            wrong("bytes", negative, () -> budget.maxConnections(1, negative, 1));
            wrong("most", negative, () -> budget.maxConnections(1, 1, negative));
        }
        table.check();
    }

    @Test
    void clients() {
        TcpClientBuilder<String, String> builder =
                TcpClient.builder(() -> LineCodec.utf8(10)).address("127.0.0.1:1");
        for (Duration time : NOT_POSITIVE) {
            wrong("timeout", time, () -> builder.connectTimeout(time));
            wrong("timeout", time, () -> builder.requestTimeout(time));
            wrong("timeout", time, () -> builder.readTimeout(time));
            wrong("timeout", time, () -> builder.writeTimeout(time));
            wrong("timeout", time, () -> builder.idleTimeout(time));
        }
        for (int count : new int[] {0, -1, 65_537, Integer.MAX_VALUE}) {
            wrong("maxConnections", count, () -> builder.maxConnections(count));
            wrong("maxInFlight", count, () -> builder.maxInFlight(count));
        }
        wrong("maxQueued", -1, () -> builder.maxQueued(-1));
        wrong("port", 65_536, () -> builder.address("localhost", 65_536));
        wrong(
                "maxConnections",
                1L << 32,
                () -> builder.maxConnections(65_536).maxInFlight(65_536).build());
        table.check();
    }

    @Test
    void aClientNeedsAnAddress() {
        var builder = TcpClient.<String, String>builder(() -> LineCodec.utf8(10));
        assertThat(catchThrowable(builder::build)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void proxies() {
        for (int wrong : new int[] {-1, Integer.MIN_VALUE, 65_552, Integer.MAX_VALUE}) {
            wrong("max", wrong, () -> new ProxyCodec(wrong));
            wrong("type", wrong, () -> ProxyTlv.of(wrong, new byte[0]));
            wrong("client", wrong, () -> new ProxySsl(wrong, 0, List.of()));
            wrong("prefix", wrong, () -> IpNetwork.of(Ipv4Addr.UNSPECIFIED, wrong));
            wrong("prefix", wrong, () -> IpNetwork.around(Ipv4Addr.UNSPECIFIED, wrong));
            wrong(
                    "version",
                    wrong,
                    () -> new ProxyHeader(wrong, ProxyCommand.PROXY, Optional.empty(), Optional.empty(), List.of()));
        }
        wrong("value's length", 65_536, () -> ProxyTlv.of(0, new byte[65_536]));
        wrong("id's length", 129, () -> ProxyTlv.uniqueId(new byte[129]));
        table.check();
    }

    @Test
    void serverKit() {
        TcpServerBuilder server = TcpServer.builder();
        for (int few : new int[] {0, -1, Integer.MIN_VALUE}) {
            wrong("max", few, () -> server.maxConnections(few));
            wrong("max", few, () -> server.maxConnectionsPerAddress(few));
            wrong("perSecond", few, () -> server.maxAcceptRate(few));
            wrong("bytes", few, () -> server.maxQueuedOutput(few));
        }
        wrong("perSecond", 1_000_000_001, () -> server.maxAcceptRate(1_000_000_001));
        wrong("bytes", (1 << 30) + 1, () -> server.maxQueuedOutput((1 << 30) + 1));
        for (Duration none : NOT_POSITIVE) {
            wrong("timeout", none, () -> server.firstByteTimeout(none));
            wrong("timeout", none, () -> server.requestTimeout(none));
            wrong("timeout", none, () -> server.idleTimeout(none));
            wrong("timeout", none, () -> server.writeTimeout(none));
            wrong("lifetime", none, () -> server.maxLifetime(none));
        }
        table.check();
        assertThatIllegalStateException().isThrownBy(server::start).withMessageContaining("listen");
    }

    @Test
    void datagramKit() {
        UdpServerBuilder server = UdpServer.builder();
        UdpAsk ask = UdpAsk.to("127.0.0.1:1");
        for (int few : new int[] {0, -1, Integer.MIN_VALUE}) {
            wrong("datagrams", few, () -> server.batch(few));
            wrong("sockets", few, () -> server.sockets(few));
            wrong("perSecond", few, () -> server.maxRepliesPerPeer(few));
            wrong("maxTasks", few, () -> server.inTasks(few, 1, OverloadPolicy.DROP_NEWEST));
            wrong("maxWaiting", few, () -> server.inTasks(1, few, OverloadPolicy.DROP_NEWEST));
            wrong("attempts", few, () -> ask.attempts(few));
        }
        for (int bytes : new int[] {0, -1, 65_536}) {
            wrong("bytes", bytes, () -> server.maxDatagram(bytes));
            wrong("bytes", bytes, () -> ask.maxReply(bytes));
        }
        wrong("datagrams", 1025, () -> server.batch(1025));
        wrong("sockets", 1025, () -> server.sockets(1025));
        wrong("maxTasks", 65_537, () -> server.inTasks(65_537, 1, OverloadPolicy.DROP_NEWEST));
        wrong("maxWaiting", 1_048_577, () -> server.inTasks(1, 1_048_577, OverloadPolicy.DROP_NEWEST));
        wrong("attempts", 1_000_001, () -> ask.attempts(1_000_001));
        wrong("port", 65_536, () -> UdpAsk.to("localhost", 65_536));
        Duration second = Duration.ofSeconds(1);
        for (Duration time : NOT_POSITIVE) {
            wrong("timeout", time, () -> server.writeTimeout(time));
            wrong("timeout", time, () -> ask.timeout(time));
            wrong("first", time, () -> ask.backoff(time, second));
        }
        wrong("max", "PT0.5S", () -> ask.backoff(second, Duration.ofMillis(500)));
        table.check();
    }
}
