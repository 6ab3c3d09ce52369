package dev.minato.misuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.minato.address.HostPort;
import dev.minato.address.Ipv4Addr;
import dev.minato.address.Ipv6Addr;
import dev.minato.address.SocketAddr;
import dev.minato.codec.LineCodec;
import dev.minato.framed.Framed;
import dev.minato.io.BufferedSink;
import dev.minato.io.BufferedSource;
import dev.minato.io.Copy;
import dev.minato.io.CopyOptions;
import dev.minato.net.DatagramBatch;
import dev.minato.net.Ecn;
import dev.minato.net.InheritedSocket;
import dev.minato.net.Readiness;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.net.UdpSocket;
import dev.minato.net.UnixListener;
import dev.minato.net.UnixStream;
import dev.minato.task.BoundedChannel;
import dev.minato.task.Permits;
import dev.minato.task.Retry;
import dev.minato.task.Tasks;
import dev.minato.task.Ticker;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An argument that is wrong whatever the world does is an `IllegalArgumentException`, or an
/// `IndexOutOfBoundsException` for a range, which says what was wrong with which; never a `NetException`.
@NetworkTest
class WrongArgumentsTest {
    private static final Duration[] NOT_POSITIVE = {
        Duration.ZERO, Duration.ofNanos(-1), Duration.ofSeconds(Long.MIN_VALUE)
    };
    private static final int MAX_LINE = 1 << 30;

    private TcpListener listener;
    private Pair pair;
    private UdpSocket udp;
    private final MisuseTable table = new MisuseTable();

    @BeforeEach
    void open() throws Exception {
        listener = TcpListener.bind("127.0.0.1:0");
        pair = Pair.of(listener);
        udp = UdpSocket.bind("127.0.0.1:0");
    }

    @AfterEach
    void close() throws Exception {
        table.end();
        pair.close();
        listener.close();
        udp.close();
    }

    private void wrong(String says, Object came, ThrowingCallable call) {
        table.wrong(says, came, call);
    }

    private void outside(ThrowingCallable call) {
        table.outside(call);
    }

    private void check() {
        table.check();
        assertThat(pair.near().isOpen() && pair.far().isOpen() && listener.isOpen() && udp.isOpen())
                .isTrue();
    }

    @Test
    void addresses() {
        for (int port : new int[] {-1, 65_536, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            wrong("port", port, () -> SocketAddr.of(Ipv4Addr.LOCALHOST, port));
            wrong("port", port, () -> SocketAddr.ofV6(Ipv6Addr.LOCALHOST, port, 0, 0));
            wrong("port", port, () -> SocketAddr.parse("127.0.0.1:1").withPort(port));
            wrong("port", port, () -> new HostPort("localhost", port));
        }
        wrong("scopeId", -1, () -> SocketAddr.ofV6(Ipv6Addr.LOCALHOST, 1, 0, -1));
        wrong("scopeId", -1, () -> SocketAddr.parse("[::1]:1").withScopeId(-1));
        wrong("scope", "127.0.0.1:1", () -> SocketAddr.parse("127.0.0.1:1").withScopeId(1));
        wrong("flow", "127.0.0.1:1", () -> SocketAddr.parse("127.0.0.1:1").withFlowInfo(1));
        wrong("address", "a.invalid", () -> SocketAddr.of(InetSocketAddress.createUnresolved("a.invalid", 1)));
        wrong("octet", 256, () -> Ipv4Addr.of(0, 256, 0, 0));
        wrong("octet", -1, () -> Ipv4Addr.of(-1, 0, 0, 0));
        wrong("octets", 3, () -> Ipv4Addr.ofOctets(new byte[3]));
        wrong("octets", 4, () -> Ipv6Addr.ofOctets(new byte[4]));
        wrong("segments", 7, () -> Ipv6Addr.ofSegments(1, 2, 3, 4, 5, 6, 7));
        wrong("segment", 65_536, () -> Ipv6Addr.ofSegments(1, 2, 3, 4, 5, 6, 7, 65_536));
        check();
    }

    @Test
    void limitsAndSizes() {
        TcpStream near = pair.near();
        BufferedSource source = BufferedSource.of(near);
        for (int max : new int[] {0, -1, MAX_LINE + 1, Integer.MIN_VALUE}) {
            wrong("max", max, () -> LineCodec.bytes(max));
            wrong("max", max, () -> LineCodec.utf8(max));
            wrong("max", max, () -> LineCodec.bytes(max).terminated());
            wrong("max", max, () -> LineCodec.utf8(max).terminated());
            wrong("max", max, () -> source.readLine(max));
            wrong("max", max, () -> source.readUntil((byte) 0, max));
            wrong("max", max, () -> source.lines(max));
        }
        for (int negative : new int[] {-1, Integer.MIN_VALUE}) {
            wrong("limit", negative, () -> near.readToEnd(negative));
            wrong("limit", negative, () -> near.readToString(negative));
            wrong("limit", negative, () -> Copy.copy(near, pair.far(), negative));
            wrong("limit", negative, () -> Copy.copy(source, pair.far(), negative));
            wrong("position", negative, () -> near.sendFile(Path.of("none"), negative, 1));
            wrong("count", negative, () -> near.sendFile(Path.of("none"), 0, negative));
            wrong("count", negative, () -> source.skip(negative));
            wrong("capacity", negative, () -> BufferedSource.of(near, negative));
            wrong("capacity", negative, () -> BufferedSink.of(near, negative));
            wrong("bufferSize", negative, () -> CopyOptions.DEFAULT.withBufferSize(negative));
            wrong("capacity", negative, () -> new DatagramBatch(negative, 1));
            wrong("size", negative, () -> new DatagramBatch(1, negative));
            wrong("count", negative, () -> new Permits(negative));
            wrong("fd", negative, () -> InheritedSocket.adopt(negative));
            wrong("capacity", negative, () -> new BoundedChannel<>(negative));
        }
        wrong("capacity", 0, () -> BufferedSource.of(near, 0));
        wrong("capacity", 7, () -> BufferedSink.of(near, 7));
        wrong("bufferSize", 0, () -> CopyOptions.DEFAULT.withBufferSize(0));
        wrong("capacity", 0, () -> new DatagramBatch(0, 1));
        wrong("size", 0, () -> new DatagramBatch(1, 0));
        wrong("size", 65_536, () -> new DatagramBatch(1 << 16, 1 << 16));
        wrong("datagram", 2, () -> new DatagramBatch(1, 1).add(ByteBuffer.allocate(2)));
        wrong("count", 0, () -> new Permits(0));
        wrong("count", 0, () -> new Permits(1).resize(0));
        wrong("capacity", 0, () -> new BoundedChannel<>(0));
        wrong("capacity", Integer.MAX_VALUE, () -> new BoundedChannel<>(Integer.MAX_VALUE));
        wrong("bodies", 0, () -> Tasks.race(List.of()));
        wrong("attempts", 0, () -> Retry.exponential(0, Duration.ofSeconds(1), Duration.ofSeconds(1)));
        check();
    }

    @Test
    void times() {
        TcpStream near = pair.near();
        var framed = new Framed<>(near, LineCodec.bytes(16));
        Retry retry = Retry.exponential(1, Duration.ofSeconds(1), Duration.ofSeconds(1));
        for (Duration time : NOT_POSITIVE) {
            wrong("timeout", time, () -> framed.setMessageTimeout(time));
            wrong("idleTimeout", time, () -> CopyOptions.DEFAULT.withIdleTimeout(time));
            wrong("idleTimeout", time, () -> new CopyOptions(Optional.of(time), 1));
            wrong("period", time, () -> Ticker.every(time));
            wrong("first", time, () -> Retry.exponential(1, time, Duration.ofSeconds(1)));
            wrong("max", time, () -> Retry.exponential(1, Duration.ofSeconds(1), time));
            wrong("time", time, () -> retry.maxTime(time));
        }
        check();
    }

    @Test
    void options() {
        TcpStream near = pair.near();
        var toListen = TcpListener.options();
        var toConnect = TcpStream.options();
        var toBind = UdpSocket.options();
        for (int ttl : new int[] {0, 256, -1}) {
            wrong("TTL", ttl, () -> near.setTtl(ttl));
            wrong("TTL", ttl, () -> listener.setTtl(ttl));
            wrong("TTL", ttl, () -> udp.setTtl(ttl));
            wrong("TTL", ttl, () -> toListen.ttl(ttl));
            wrong("TTL", ttl, () -> toConnect.ttl(ttl));
            wrong("TTL", ttl, () -> toBind.ttl(ttl));
        }
        for (int bytes : new int[] {0, -1}) {
            wrong("SNDBUF", bytes, () -> near.setSendBufferSize(bytes));
            wrong("RCVBUF", bytes, () -> near.setReceiveBufferSize(bytes));
            wrong("SNDBUF", bytes, () -> udp.setSendBufferSize(bytes));
            wrong("RCVBUF", bytes, () -> udp.setReceiveBufferSize(bytes));
            wrong("SNDBUF", bytes, () -> toConnect.sendBufferSize(bytes));
            wrong("RCVBUF", bytes, () -> toListen.receiveBufferSize(bytes));
            wrong("SNDBUF", bytes, () -> toBind.sendBufferSize(bytes));
            wrong("RCVBUF", bytes, () -> toBind.receiveBufferSize(bytes));
            wrong("LOWAT", bytes, () -> near.setNotSentLowWaterMark(bytes));
            wrong("LOWAT", bytes, () -> toConnect.notSentLowWaterMark(bytes));
            wrong("backlog", bytes, () -> toListen.backlog(bytes));
            wrong("backlog", bytes, () -> UnixListener.options().backlog(bytes));
        }
        for (Duration time : NOT_POSITIVE) {
            wrong("timeout", time, () -> near.setReadTimeout(time));
            wrong("timeout", time, () -> near.setWriteTimeout(time));
            wrong("timeout", time, () -> udp.setReadTimeout(time));
            wrong("timeout", time, () -> udp.setWriteTimeout(time));
            wrong("timeout", time, () -> near.setUserTimeout(time));
            wrong("timeout", time, () -> toConnect.userTimeout(time));
            wrong("timeout", time, () -> TcpStream.connect(listener.localAddress(), time));
            wrong("timeout", time, () -> TcpStream.connect("127.0.0.1", 1, time));
            wrong("timeout", time, () -> UnixStream.connect("x.sock", time));
        }
        Duration negative = Duration.ofSeconds(-1);
        wrong("LINGER", negative, () -> near.setLinger(negative));
        wrong("LINGER", negative, () -> toListen.linger(negative));
        wrong("TTL", 256, () -> udp.setMulticastTtl(256));
        wrong("TTL", -1, () -> udp.setMulticastTtl(-1));
        wrong("INTERFACE", 0, () -> udp.setMulticastInterface(0));
        for (int port : new int[] {-1, 65_536}) {
            wrong("port", port, () -> TcpListener.bind("127.0.0.1", port));
            wrong("port", port, () -> TcpStream.connect("127.0.0.1", port));
            wrong("port", port, () -> UdpSocket.bind("127.0.0.1", port));
            wrong("port", port, () -> udp.sendTo(ByteBuffer.allocate(1), "127.0.0.1", port));
            wrong("port", port, () -> udp.connect("127.0.0.1", port));
        }
        check();
    }

    @Test
    void ranges() {
        TcpStream near = pair.near();
        var bytes = new byte[4];
        ByteBuffer[] buffers = {ByteBuffer.allocate(1), ByteBuffer.allocate(1)};
        BufferedSource source = BufferedSource.of(near);
        int[][] ranges = {{-1, 1}, {0, -1}, {0, 5}, {5, 0}, {4, 1}, {1, Integer.MAX_VALUE}};
        for (int[] range : ranges) {
            outside(() -> near.read(bytes, range[0], range[1]));
            outside(() -> source.read(bytes, range[0], range[1]));
            outside(() -> near.read(buffers, range[0], range[1]));
            outside(() -> near.write(buffers, range[0], range[1]));
            outside(() -> near.inputStream().read(bytes, range[0], range[1]));
            outside(() -> near.outputStream().write(bytes, range[0], range[1]));
        }
        var batch = new DatagramBatch(2, 1);
        for (int place : new int[] {-1, 0, 2}) {
            outside(() -> batch.buffer(place));
            outside(() -> batch.length(place));
            outside(() -> batch.address(place));
            outside(() -> batch.localAddress(place));
            outside(() -> batch.interfaceIndex(place));
            outside(() -> batch.ecn(place));
            outside(() -> batch.hopLimit(place));
            outside(() -> batch.timeNanos(place));
            outside(() -> batch.setEcn(place, Ecn.CE));
            outside(() -> new DatagramBatch(1, 1).addReply(ByteBuffer.allocate(1), batch, place));
        }
        outside(() -> source.consume(1));
        outside(() -> source.consume(-1));
        check();
    }

    @Test
    void whatMakesNoSenseTogether() throws Exception {
        wrong("several", "empty", () -> Readiness.any(List.of()));
        wrong("several", "empty", () -> Readiness.any(List.of(), Duration.ofSeconds(1)));
        wrong("listener", listener, () -> Readiness.any(List.of(Readiness.writable(listener))));
        Ipv4Addr here = Ipv4Addr.LOCALHOST;
        wrong("group", here, () -> udp.joinMulticastV4(here, here));
        wrong("group", here, () -> udp.joinMulticastV4(here, here, here));
        wrong("group", here, () -> udp.leaveMulticastV4(here, here));
        wrong("group", "::1", () -> udp.joinMulticastV6(Ipv6Addr.LOCALHOST, 0));
        wrong("group", "::1", () -> udp.leaveMulticastV6(Ipv6Addr.LOCALHOST, 0));
        ByteBuffer readOnly = ByteBuffer.allocate(4).asReadOnlyBuffer();
        pair.far().writeAll(new byte[1]);
        pair.near().awaitReadable();
        wrong("buffer", "read-only", () -> pair.near().read(readOnly));
        wrong("buffer", "read-only", () -> pair.near().tryRead(readOnly));
        wrong("buffer", "read-only", () -> pair.near().peek(readOnly));
        check();
        assertThat(pair.near().read(ByteBuffer.allocate(1))).isEqualTo(1);
    }

    @Test
    void halvesOfTwoStreams() throws Exception {
        try (var other = Pair.of(listener)) {
            var mine = pair.near().split();
            var others = other.near().split();
            wrong("writer", others.writer(), () -> mine.reader().reunite(others.writer()));
            check();
            mine.reader().reunite(mine.writer());
            others.reader().reunite(others.writer());
        }
    }

    @Test
    void aPermitThatNobodyTookCannotBeGivenBack() {
        var permits = new Permits(1);
        assertThat(catchThrowable(permits::release)).isInstanceOf(IllegalStateException.class);
        assertThat(permits.available()).isEqualTo(1);
    }
}
