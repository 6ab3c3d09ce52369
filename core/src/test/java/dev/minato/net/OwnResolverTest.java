package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.address.IpAddr;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.ManualClock;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A program's own resolver is asked by every call that takes a name, in the scope that it is bound in.
@NetworkTest
class OwnResolverTest {
    private static final String NAME = "db.internal";
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final SocketAddr NOWHERE = SocketAddr.parse("192.0.2.1:1");

    private final List<String> asked = new ArrayList<>();

    /// Knows one name, wherever the port is.
    private Resolver to(SocketAddr address) {
        return (host, port) -> {
            asked.add(host + ":" + port);
            return host.equals(NAME) ? List.of(address) : List.of();
        };
    }

    private static Resolver loopback() {
        return (host, port) -> List.of(Loopback.IPV4.at(port));
    }

    @Test
    void connectAsksIt() throws NetException {
        try (var listener = TcpListener.bind(Loopback.IPV4.any())) {
            SocketAddr there = listener.localAddress();
            Resolver.with(to(there), () -> {
                try (var text = TcpStream.connect(NAME + ":80");
                        var hostAndPort = TcpStream.connect(NAME, 81);
                        var timed = TcpStream.connect(NAME + ":82", LONG)) {
                    assertThat(List.of(text, hostAndPort, timed))
                            .allSatisfy(
                                    stream -> assertThat(stream.peerAddress()).isEqualTo(there));
                }
            });
            assertThat(asked).containsExactly(NAME + ":80", NAME + ":81", NAME + ":82");
        }
    }

    @Test
    void bindAsksIt() throws NetException {
        Resolver.with(loopback(), () -> {
            try (var listener = TcpListener.bind(NAME + ":0");
                    var listenerWithOptions = TcpListener.options().bind(NAME, 0);
                    var socket = UdpSocket.bind(NAME, 0);
                    var client = UdpSocket.bindFor(NAME + ":1")) {
                assertThat(listenerWithOptions.localAddress().ip()).isEqualTo(IpAddr.parse("127.0.0.1"));
                assertThat(client.localAddress().isIpv4()).isTrue();
                assertThat(listener.localAddress().ip()).isEqualTo(IpAddr.parse("127.0.0.1"));
                assertThat(socket.localAddress().ip()).isEqualTo(IpAddr.parse("127.0.0.1"));
            }
        });
    }

    @Test
    void datagramsGoWhereItSays() throws NetException {
        try (var near = UdpSocket.bind(Loopback.IPV4.any());
                var far = UdpSocket.bind(Loopback.IPV4.any())) {
            Resolver.with(to(far.localAddress()), () -> {
                near.sendTo(ByteBuffer.allocate(1), NAME + ":1");
                near.sendTo(ByteBuffer.allocate(2), NAME, 1);
                near.connect(NAME, 1);
                near.send(ByteBuffer.allocate(3));
            });
            for (int length = 1; length <= 3; length++) {
                assertThat(far.recvFrom(ByteBuffer.allocate(8)).length()).isEqualTo(length);
            }
        }
    }

    @Test
    void lookupHostAsksIt() throws NetException {
        Resolver.with(to(NOWHERE), () -> {
            assertThat(Resolver.lookupHost(NAME)).containsExactly(NOWHERE.ip());
            assertThat(Resolver.lookupHost(NAME, LONG)).containsExactly(NOWHERE.ip());
            assertThat(Resolver.lookupHost(NAME, 7)).containsExactly(NOWHERE);
            assertThat(Resolver.lookupHost(NAME, 7, LONG)).containsExactly(NOWHERE);
        });
    }

    @Test
    void addressesKeepTheirOrderAndScope() throws NetException {
        var several = List.of(SocketAddr.parse("[fe80::1%3]:7"), NOWHERE, SocketAddr.parse("[fe80::1%2]:7"));
        Resolver.with(
                (_, _) -> several,
                () -> assertThat(Resolver.lookupHost(NAME, 7)).isEqualTo(several));
    }

    @Test
    void literalsAndWhatIsNoHostNeverGetThere() throws NetException {
        Resolver.with(to(NOWHERE), () -> {
            assertThat(Resolver.lookupHost("127.0.0.1", 1)).containsExactly(Loopback.IPV4.at(1));
            assertThat(Resolver.lookupHost("fe80::1%3", 1)).containsExactly(SocketAddr.parse("[fe80::1%3]:1"));
            Expect.failure(ErrorKind.INVALID_INPUT, () -> Resolver.lookupHost("127.1"));
            Expect.failure(ErrorKind.INVALID_INPUT, () -> TcpStream.connect("a b:1"));
        });
        assertThat(asked).isEmpty();
    }

    @Test
    void nameIsPassedAsItWasWritten() throws NetException {
        Resolver.with(to(NOWHERE), () -> {
            Expect.failure(ErrorKind.HOST_NOT_FOUND, () -> Resolver.lookupHost("Db.Internal.", 7));
        });
        assertThat(asked).containsExactly("Db.Internal.:7");
    }

    @Test
    void tasksInheritIt() throws Exception {
        Resolver.with(to(NOWHERE), () -> {
            var spawned = Tasks.spawn(() -> Resolver.lookupHost(NAME, 7));
            assertThat(spawned.join()).containsExactly(NOWHERE);
            assertThat(Tasks.compute(() -> Resolver.lookupHost(NAME, 7)).join()).containsExactly(NOWHERE);
            try (var group = new TaskGroup()) {
                var member = group.spawn(
                        () -> Tasks.spawn(() -> Resolver.lookupHost(NAME, 7)).join());
                assertThat(member.join()).containsExactly(NOWHERE);
            }
            assertThat(Tasks.withDeadline(LONG, () -> Resolver.lookupHost(NAME, 7)))
                    .containsExactly(NOWHERE);
        });
    }

    @Test
    void groupKeepsTheOneItWasMadeWith() throws Exception {
        try (var outside = new TaskGroup();
                var inside = Resolver.with(to(NOWHERE), () -> new TaskGroup())) {
            assertThat(inside.spawn(() -> Resolver.lookupHost(NAME, 7)).join()).containsExactly(NOWHERE);
            Resolver.with(to(NOWHERE), () -> {
                var task = outside.spawn(() -> Resolver.lookupHost("localhost"));
                assertThat(task.join()).isNotEmpty().allMatch(IpAddr::isLoopback);
            });
        }
    }

    @Test
    void innermostIsAskedAndAsksTheOneAround() throws NetException {
        Resolver alias = (host, port) -> Resolver.lookupHost(host.equals("alias") ? NAME : host, port);
        Resolver.with(to(NOWHERE), () -> {
            Resolver.with(alias, () -> {
                assertThat(Resolver.lookupHost("alias", 7)).containsExactly(NOWHERE);
            });
            Expect.failure(ErrorKind.HOST_NOT_FOUND, "resolve", "alias", () -> Resolver.lookupHost("alias"));
        });
        assertThat(asked).containsExactly(NAME + ":7", "alias:0");
    }

    @Test
    void outsideOfTheBodyItIsNotAsked() throws NetException {
        Resolver.with(loopback(), () -> Resolver.lookupHost(NAME));
        assertThatThrownBy(() -> Resolver.with(loopback(), () -> {
                    throw new AlreadyBoundException();
                }))
                .isInstanceOf(AlreadyBoundException.class);
        Expect.failure(ErrorKind.HOST_NOT_FOUND, () -> Resolver.lookupHost("nobody.invalid"));
    }

    @Test
    void noAddressIsNotFound() throws NetException {
        Resolver.with((_, _) -> List.of(), () -> {
            Expect.failure(ErrorKind.HOST_NOT_FOUND, "resolve", NAME, () -> Resolver.lookupHost(NAME));
            Expect.failure(ErrorKind.HOST_NOT_FOUND, "connect", NAME + ":1", () -> TcpStream.connect(NAME, 1));
            Expect.failure(ErrorKind.HOST_NOT_FOUND, "bind", NAME + ":1", () -> TcpListener.bind(NAME, 1));
        });
    }

    @Test
    void failureSaysTheCallersOperationAndHost() throws NetException {
        Resolver failing = (host, _) -> {
            throw NetException.of(ErrorKind.NETWORK_DOWN, "query", "no name server");
        };
        Resolver.with(failing, () -> {
            assertThat(Expect.failure(ErrorKind.NETWORK_DOWN, "connect", NAME + ":1", () -> TcpStream.connect(NAME, 1)))
                    .hasMessageContaining("no name server");
            try (var socket = UdpSocket.bind(Loopback.IPV4.any())) {
                Expect.failure(
                        ErrorKind.NETWORK_DOWN,
                        "send",
                        NAME + ":1",
                        () -> socket.sendTo(ByteBuffer.allocate(1), NAME + ":1"));
            }
        });
    }

    /// Else the peer would seem to have refused.
    @Test
    void failureOfTheNameServerIsToldFromOneOfThePeer() throws Exception {
        SocketAddr server = Loopback.IPV4.closedPort();
        Resolver asking = (host, _) -> {
            TcpStream.connect(server).close();
            return List.of();
        };
        Resolver.with(asking, () -> {
            assertThat(Expect.failure(
                            ErrorKind.CONNECTION_REFUSED, "connect", NAME + ":1", () -> TcpStream.connect(NAME, 1)))
                    .hasMessageContaining("connect " + server + ": connection refused");
        });
    }

    @Test
    void uncheckedExceptionPasses() {
        var bug = new ArithmeticException("a bug");
        Resolver broken = (_, _) -> {
            throw bug;
        };
        assertThatThrownBy(() -> Resolver.with(broken, () -> TcpStream.connect(NAME, 1)))
                .isSameAs(bug);
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullIsRefused() {
        assertThatThrownBy(() -> Resolver.with((_, _) -> null, () -> Resolver.lookupHost(NAME)))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("resolver returned null for " + NAME);
        List<SocketAddr> withNull = Arrays.asList(NOWHERE, null);
        assertThatThrownBy(() -> Resolver.with((_, _) -> withNull, () -> Resolver.lookupHost(NAME)))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("null address for " + NAME);
        assertThatThrownBy(() -> Resolver.with(null, () -> 1)).hasMessage("resolver");
    }

    @Test
    void timeoutOfTheCallEndsItsWaits() throws Exception {
        Resolver slow = (_, port) -> {
            Tasks.sleep(LONG);
            return List.of(Loopback.IPV4.at(port));
        };
        Resolver.with(slow, () -> {
            Expect.failure(ErrorKind.TIMED_OUT, "connect", NAME + ":1", () -> TcpStream.connect(NAME, 1, SHORT));
            Expect.failure(ErrorKind.TIMED_OUT, "resolve", NAME, () -> Resolver.lookupHost(NAME, SHORT));
        });
    }

    /// As where it waited in Java, which the timeout does not end.
    @Test
    void answerThatComesAfterTheTimeoutIsDropped() throws Exception {
        var clock = new ManualClock();
        Resolver late = (_, port) -> {
            clock.advance(LONG);
            return List.of(Loopback.IPV4.at(port));
        };

        clock.call(() -> Resolver.with(late, () -> {
            Expect.failure(ErrorKind.TIMED_OUT, "resolve", NAME, () -> Resolver.lookupHost(NAME, 7, LONG));
            Expect.failure(ErrorKind.TIMED_OUT, "connect", NAME + ":7", () -> TcpStream.connect(NAME, 7, LONG));
            return LONG;
        }));
    }

    @Test
    void deadlineOfTheScopeEndsItsWaitsAndThoseOfJava() throws NetException {
        Resolver waiting = (_, _) -> {
            Tasks.sleep(LONG);
            return List.of();
        };
        Resolver blocked = (_, _) -> {
            new CountDownLatch(1).await();
            return List.of();
        };
        for (Resolver slow : List.of(waiting, blocked)) {
            Resolver.with(slow, () -> {
                Expect.failure(
                        ErrorKind.DEADLINE_EXCEEDED,
                        "connect",
                        NAME + ":1",
                        () -> Tasks.withDeadline(SHORT, () -> TcpStream.connect(NAME, 1)));
            });
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void interruptEndsItsWaitAndTheFlagStays(Threads threads) throws Exception {
        var inside = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        Resolver slow = (_, _) -> {
            inside.countDown();
            never.await();
            return List.of();
        };
        var call = threads.call(() -> Resolver.with(slow, () -> TcpStream.connect(NAME, 1)));
        inside.await();
        call.interrupt();
        Expect.says(call.failure(), ErrorKind.INTERRUPTED, "connect", NAME + ":1");
        assertThat(call.wasInterruptedAtEnd()).isTrue();
    }
}
