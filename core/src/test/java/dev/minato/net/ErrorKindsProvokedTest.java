package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.minato.address.Ipv4Addr;
import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each kind of failure that one machine can be made to give, for streams and for datagrams: its kind,
/// operation and address on every platform, and the system's number on linux, which is 0 where it is we who
/// refuse.
@NetworkTest
class ErrorKindsProvokedTest {
    private static final boolean LINUX = Platform.current().name().equals("linux");
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Ipv4Addr GROUP = Ipv4Addr.of(239, 1, 2, 3);
    private static final String NOT_OURS = "198.51.100.1:0";

    /// One way to fail; `osError` is 0 for none.
    private record Case(String socket, ErrorKind kind, String operation, int osError, Provoking provoking) {
        @Override
        public String toString() {
            return socket + " " + operation + ": " + kind;
        }
    }

    /// Makes the situation, and returns the call that fails in it and the address that it is about.
    private interface Provoking {
        Failing in(ErrorKindsProvokedTest test) throws Exception;
    }

    private record Failing(Object address, ThrowingCallable call) {}

    @TempDir
    private Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(8);

    private <T extends AutoCloseable> T keep(T socket) {
        opened.add(socket);
        return socket;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable socket : opened) {
            socket.close();
        }
    }

    private UdpSocket udp() throws NetException {
        return keep(UdpSocket.bind(Loopback.IPV4.any()));
    }

    private UnixAddr path(String name) {
        return UnixAddr.ofPath(directory.resolve(name));
    }

    private static Case tcp(ErrorKind kind, String operation, int osError, Provoking provoking) {
        return new Case("tcp", kind, operation, osError, provoking);
    }

    private static Case udp(ErrorKind kind, String operation, int osError, Provoking provoking) {
        return new Case("udp", kind, operation, osError, provoking);
    }

    private static Case unix(ErrorKind kind, String operation, int osError, Provoking provoking) {
        return new Case("unix", kind, operation, osError, provoking);
    }

    private static Failing of(Object address, ThrowingCallable call) {
        return new Failing(address, call);
    }

    private Failing reading(Preparation preparation) throws Exception {
        var pair = keep(Pair.open());
        preparation.of(pair);
        return of(pair.near().peerAddress(), () -> pair.near().read(buffer));
    }

    private interface Preparation {
        void of(Pair pair) throws Exception;
    }

    static Stream<Case> streams() {
        return Stream.of(
                tcp(ErrorKind.CONNECTION_REFUSED, "connect", 111, test -> {
                    var nobody = Loopback.IPV4.closedPort();
                    return of(nobody, () -> TcpStream.connect(nobody));
                }),
                tcp(ErrorKind.CONNECTION_RESET, "read", 104, test -> test.reading(Pair::reset)),
                tcp(
                        ErrorKind.TIMED_OUT,
                        "read",
                        0,
                        test -> test.reading(pair -> pair.near().setReadTimeout(SHORT))),
                tcp(
                        ErrorKind.WOULD_BLOCK,
                        "read",
                        0,
                        test -> test.reading(pair -> pair.near().setNonBlocking(true))),
                tcp(
                        ErrorKind.CLOSED,
                        "read",
                        0,
                        test -> test.reading(pair -> pair.near().close())),
                tcp(ErrorKind.BROKEN_PIPE, "write", 32, test -> {
                    var near = test.keep(Pair.open()).near();
                    near.shutdown(Shutdown.WRITE);
                    return of(near.peerAddress(), () -> near.write(test.buffer));
                }),
                tcp(ErrorKind.ADDRESS_IN_USE, "bind", 98, test -> {
                    var taken = test.keep(TcpListener.bind(Loopback.IPV4.any())).localAddress();
                    return of(taken, () -> TcpListener.bind(taken));
                }),
                tcp(ErrorKind.ADDRESS_NOT_AVAILABLE, "bind", 99, _ -> of(NOT_OURS, () -> TcpListener.bind(NOT_OURS))),
                tcp(
                        ErrorKind.NETWORK_UNREACHABLE,
                        "connect",
                        101,
                        _ -> of("224.0.0.1:1", () -> TcpStream.connect("224.0.0.1:1"))),
                tcp(
                        ErrorKind.HOST_NOT_FOUND,
                        "connect",
                        0,
                        _ -> of("nobody.invalid:1", () -> TcpStream.connect("nobody.invalid:1"))),
                tcp(ErrorKind.INVALID_INPUT, "connect", 0, _ -> of("127.1:80", () -> TcpStream.connect("127.1:80"))));
    }

    private Failing refused(Use use) throws Exception {
        var socket = udp();
        var nobody = Loopback.IPV4.closedPort();
        socket.connect(nobody);
        socket.send(ByteBuffer.allocate(1));
        socket.awaitReadable();
        return of(nobody, () -> use.of(socket));
    }

    private interface Use {
        void of(UdpSocket socket) throws Exception;
    }

    private Failing onItself(Use preparation, Use use) throws Exception {
        var socket = udp();
        preparation.of(socket);
        return of(socket.localAddress(), () -> use.of(socket));
    }

    private Failing on(Object address, Use use) throws Exception {
        var socket = udp();
        return of(address, () -> use.of(socket));
    }

    static Stream<Case> datagrams() {
        var one = ByteBuffer.allocate(1);
        var tooLong = ByteBuffer.allocate(65_508);
        return Stream.of(
                udp(ErrorKind.CONNECTION_REFUSED, "receive", 111, test -> test.refused(s -> s.recv(one))),
                udp(ErrorKind.CONNECTION_REFUSED, "send", 111, test -> test.refused(s -> s.send(one))),
                udp(ErrorKind.CONNECTION_REFUSED, "peek", 111, test -> test.refused(s -> s.peek(one))),
                udp(ErrorKind.ADDRESS_IN_USE, "bind", 98, test -> {
                    var taken = test.udp().localAddress();
                    return of(taken, () -> UdpSocket.bind(taken));
                }),
                udp(ErrorKind.ADDRESS_NOT_AVAILABLE, "bind", 99, _ -> of(NOT_OURS, () -> UdpSocket.bind(NOT_OURS))),
                udp(
                        ErrorKind.ADDRESS_FAMILY_UNSUPPORTED,
                        "send",
                        0,
                        test -> test.on("[::1]:9", s -> s.sendTo(one, "[::1]:9"))),
                udp(
                        ErrorKind.ADDRESS_FAMILY_UNSUPPORTED,
                        "connect",
                        0,
                        test -> test.on("[::1]:9", s -> s.connect("[::1]:9"))),
                udp(
                        ErrorKind.PERMISSION_DENIED,
                        "send",
                        13,
                        test -> test.on("127.255.255.255:9", s -> s.sendTo(one, "127.255.255.255:9"))),
                udp(
                        ErrorKind.INVALID_INPUT,
                        "send",
                        0,
                        test -> test.on("127.0.0.1:0", s -> s.sendTo(one, "127.0.0.1:0"))),
                udp(
                        ErrorKind.HOST_NOT_FOUND,
                        "send",
                        0,
                        test -> test.on("nobody.invalid:1", s -> s.sendTo(one, "nobody.invalid:1"))),
                udp(ErrorKind.NOT_FOUND, "join", 19, test -> {
                    var away = Ipv4Addr.of(198, 51, 100, 1);
                    return test.on(GROUP, s -> s.joinMulticastV4(GROUP, away));
                }),
                udp(
                        ErrorKind.ADDRESS_NOT_AVAILABLE,
                        "leave",
                        99,
                        test -> test.on(GROUP, s -> s.leaveMulticastV4(GROUP, Ipv4Addr.LOCALHOST))),
                udp(
                        ErrorKind.MESSAGE_TOO_LONG,
                        "send",
                        0,
                        test -> test.onItself(_ -> {}, s -> s.sendTo(tooLong, s.localAddress()))),
                udp(ErrorKind.NOT_CONNECTED, "send", 0, test -> test.onItself(_ -> {}, s -> s.send(one))),
                udp(ErrorKind.NOT_CONNECTED, "receive", 0, test -> test.onItself(_ -> {}, s -> s.recv(one))),
                udp(
                        ErrorKind.TIMED_OUT,
                        "receive",
                        0,
                        test -> test.onItself(s -> s.setReadTimeout(SHORT), s -> s.recvFrom(one))),
                udp(
                        ErrorKind.WOULD_BLOCK,
                        "receive",
                        0,
                        test -> test.onItself(s -> s.setNonBlocking(true), s -> s.recvFrom(one))),
                udp(ErrorKind.CLOSED, "receive", 0, test -> test.onItself(UdpSocket::close, s -> s.recvFrom(one))));
    }

    static Stream<Case> unixDatagrams() {
        return Stream.of(
                unix(ErrorKind.NOT_FOUND, "send", 2, test -> {
                    var socket = test.keep(UnixDatagram.unbound());
                    return of(test.path("missing"), () -> socket.sendTo(test.buffer, test.path("missing")));
                }),
                unix(
                        ErrorKind.NOT_FOUND,
                        "bind",
                        2,
                        test -> of(test.path("no/where"), () -> UnixDatagram.bind(test.path("no/where")))),
                unix(ErrorKind.NOT_FOUND, "bind", 20, test -> {
                    test.keep(UnixDatagram.bind(test.path("taken")));
                    return of(test.path("taken/below"), () -> UnixDatagram.bind(test.path("taken/below")));
                }),
                unix(ErrorKind.ADDRESS_IN_USE, "bind", 98, test -> {
                    test.keep(UnixDatagram.bind(test.path("taken")));
                    return of(test.path("taken"), () -> UnixDatagram.bind(test.path("taken")));
                }),
                unix(ErrorKind.CONNECTION_REFUSED, "connect", 111, test -> {
                    UnixDatagram.bind(test.path("stale")).close();
                    var socket = test.keep(UnixDatagram.unbound());
                    return of(test.path("stale"), () -> socket.connect(test.path("stale")));
                }),
                unix(ErrorKind.MESSAGE_TOO_LONG, "send", 90, test -> {
                    var pair = test.keep(UnixDatagram.pair());
                    return of(UnixAddr.unnamed(), () -> pair.first().send(ByteBuffer.allocate(8 << 20)));
                }),
                unix(ErrorKind.NOT_CONNECTED, "receive", 0, test -> {
                    var socket = test.keep(UnixDatagram.unbound());
                    return of(UnixAddr.unnamed(), () -> socket.recv(test.buffer));
                }));
    }

    @ParameterizedTest
    @MethodSource({"streams", "datagrams"})
    void itSaysWhatWasTriedAndWhyItFailed(Case provoked) throws Exception {
        check(provoked);
    }

    @ParameterizedTest
    @MethodSource("unixDatagrams")
    void ofUnixDatagramsToo(Case provoked) throws Exception {
        assumeThat(LINUX).as("a platform with Unix datagrams").isTrue();
        check(provoked);
    }

    private void check(Case provoked) throws Exception {
        Failing failing = provoked.provoking().in(this);
        NetException failure = Expect.failure(provoked.kind(), provoked.operation(), failing.address(), failing.call());
        if (LINUX && provoked.osError() != 0) {
            assertThat(failure.osError()).hasValue(provoked.osError());
        } else {
            assertThat(failure.osError()).isEmpty();
        }
    }
}
