package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.Tasks;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every kind of failure that TCP can be made to give on one machine, provoked, and all that it says.
@NetworkTest
class TcpErrorKindTest {
    private static final Duration SHORT = Duration.ofMillis(5);

    /// How each is provoked, and what is to be said of it; `%s` stands for the address.
    enum Provoked {
        CONNECTION_REFUSED("connect %s: connection refused") {
            @Override
            void provoke(Pair pair) throws Exception {
                var closed = Loopback.IPV4.closedPort();
                says(closed, () -> TcpStream.connect(closed));
            }
        },
        CONNECTION_RESET("read %s: connection reset") {
            @Override
            void provoke(Pair pair) throws Exception {
                pair.reset();
                says(pair.near().peerAddress(), () -> pair.near().read(new byte[1]));
            }
        },
        BROKEN_PIPE("write %s: broken pipe") {
            @Override
            void provoke(Pair pair) throws Exception {
                pair.near().shutdown(Shutdown.WRITE);
                says(pair.near().peerAddress(), () -> pair.near().writeAll(new byte[1]));
            }
        },
        /// A connection has one peer, so there is no way to a group of them.
        NETWORK_UNREACHABLE("connect %s: network unreachable") {
            @Override
            void provoke(Pair pair) {
                says("224.0.0.1:1", () -> TcpStream.connect("224.0.0.1:1"));
            }
        },
        ADDRESS_IN_USE("bind %s: address in use") {
            @Override
            void provoke(Pair pair) throws Exception {
                try (var listener = TcpListener.bind("127.0.0.1:0")) {
                    says(listener.localAddress(), () -> TcpListener.bind(listener.localAddress()));
                }
            }
        },
        ADDRESS_NOT_AVAILABLE("bind %s: address not available") {
            @Override
            void provoke(Pair pair) {
                says("192.0.2.1:0", () -> TcpListener.bind("192.0.2.1:0"));
            }
        },
        PERMISSION_DENIED("bind %s: permission denied") {
            @Override
            void provoke(Pair pair) throws Exception {
                // No requirement: it is not the machine that lacks something, but root that lacks nothing.
                assumeThat(portsAreReserved())
                        .as("a port that needs a right, and a user without it")
                        .isTrue();
                says("127.0.0.1:1", () -> TcpListener.bind("127.0.0.1:1"));
            }
        },
        HOST_NOT_FOUND("connect %s: host not found") {
            @Override
            void provoke(Pair pair) {
                says("nobody.invalid:1", () -> TcpStream.connect("nobody.invalid:1"));
            }
        },
        INVALID_INPUT("connect %s: invalid input: more than one ':' (an IPv6 address with a port needs brackets)") {
            @Override
            void provoke(Pair pair) {
                says("::1:80", () -> TcpStream.connect("::1:80"));
            }
        },
        INVALID_DATA("read %s: invalid data: not UTF-8") {
            @Override
            void provoke(Pair pair) throws Exception {
                pair.far().writeAll(new byte[] {-1});
                pair.far().shutdown(Shutdown.WRITE);
                says(pair.near().peerAddress(), () -> pair.near().readToString(10));
            }
        },
        UNEXPECTED_EOF("read %s: unexpected end of stream: after 0 of 3 bytes") {
            @Override
            void provoke(Pair pair) throws Exception {
                pair.far().shutdown(Shutdown.WRITE);
                says(pair.near().peerAddress(), () -> pair.near().readExact(new byte[3]));
            }
        },
        MESSAGE_TOO_LONG("read %s: message too long: more than 1 bytes before the end of the stream") {
            @Override
            void provoke(Pair pair) throws Exception {
                pair.far().writeAll(new byte[2]);
                says(pair.near().peerAddress(), () -> pair.near().readToEnd(1));
            }
        },
        TIMED_OUT("await readable %s: timed out") {
            @Override
            void provoke(Pair pair) throws Exception {
                pair.settle();
                says(pair.near().peerAddress(), () -> pair.near().awaitReadable(SHORT));
            }
        },
        DEADLINE_EXCEEDED("read %s: deadline exceeded: 1 ms") {
            @Override
            void provoke(Pair pair) throws Exception {
                pair.settle();
                says(
                        pair.near().peerAddress(),
                        () -> Tasks.withDeadline(
                                Duration.ofMillis(1), () -> pair.near().read(new byte[1])));
            }
        },
        INTERRUPTED("read %s: interrupted") {
            @Override
            void provoke(Pair pair) {
                Thread.currentThread().interrupt();
                try {
                    says(pair.near().peerAddress(), () -> pair.near().read(new byte[1]));
                } finally {
                    assertThat(Thread.interrupted()).isTrue();
                }
            }
        },
        WOULD_BLOCK("read %s: would block") {
            @Override
            void provoke(Pair pair) {
                pair.near().setNonBlocking(true);
                says(pair.near().peerAddress(), () -> pair.near().read(ByteBuffer.allocate(1)));
            }
        },
        CLOSED("write %s: closed") {
            @Override
            void provoke(Pair pair) throws Exception {
                pair.near().close();
                says(pair.near().peerAddress(), () -> pair.near().write(ByteBuffer.allocate(1)));
            }
        };

        private final String message;

        Provoked(String message) {
            this.message = message;
        }

        abstract void provoke(Pair pair) throws Exception;

        void says(Object address, ThrowingCallable call) {
            var failure = catchThrowableOfType(NetException.class, call);
            assertThat(failure).as("a call that had to fail").isNotNull();
            assertThat(failure.kind()).isEqualTo(kind());
            assertThat(failure.operation()).isEqualTo(message.substring(0, message.indexOf(" %s")));
            assertThat(failure.address()).contains(address.toString());
            String number = failure.osError().isPresent()
                    ? " (os error " + failure.osError().getAsInt() + ")"
                    : "";
            assertThat(failure).hasMessage(message.formatted(address) + number);
        }

        ErrorKind kind() {
            return ErrorKind.valueOf(name());
        }
    }

    @ParameterizedTest
    @EnumSource
    void itSaysItsKindItsOperationAndItsAddress(Provoked provoked) throws Exception {
        try (var pair = Pair.open()) {
            provoked.provoke(pair);
        }
    }

    /// A kind that is added has to be provoked here, or named.
    @Test
    void everyKindIsProvokedHereOrNeedsMoreThanTcpOnOneMachine() {
        Set<ErrorKind> elsewhere = EnumSet.of(
                // A network that fails.
                ErrorKind.HOST_UNREACHABLE,
                ErrorKind.NETWORK_DOWN,
                // A process of its own, short of something; a connection that the system gives up on.
                ErrorKind.TOO_MANY_OPEN_FILES,
                ErrorKind.OUT_OF_MEMORY,
                ErrorKind.CONNECTION_ABORTED,
                // Other sockets.
                ErrorKind.NOT_FOUND,
                ErrorKind.ALREADY_EXISTS,
                ErrorKind.NOT_CONNECTED,
                ErrorKind.ALREADY_CONNECTED,
                ErrorKind.ADDRESS_FAMILY_UNSUPPORTED,
                ErrorKind.UNSUPPORTED,
                // Streams over TLS.
                ErrorKind.UNTRUSTED_CERTIFICATE,
                ErrorKind.REFUSED_BY_PEER,
                // No system does that.
                ErrorKind.WRITE_ZERO,
                ErrorKind.OTHER);
        Set<ErrorKind> all = EnumSet.copyOf(elsewhere);
        for (Provoked provoked : Provoked.values()) {
            assertThat(elsewhere).doesNotContain(provoked.kind());
            all.add(provoked.kind());
        }
        assertThat(all).containsExactlyInAnyOrder(ErrorKind.values());
    }

    /// On Linux: neither root nor a machine that lets everybody have every port.
    private static boolean portsAreReserved() throws IOException {
        var first = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
        boolean reserved =
                !Files.exists(first) || Integer.parseInt(Files.readString(first).strip()) > 1;
        return reserved && !"root".equals(System.getProperty("user.name"));
    }
}
