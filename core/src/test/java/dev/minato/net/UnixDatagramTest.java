package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.task.Tasks;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Unix datagrams: whole, in order, none lost, between sockets with paths, with abstract names and with none.
@NetworkTest
class UnixDatagramTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    @TempDir
    private Path directory;

    private final ByteBuffer buffer = ByteBuffer.allocate(64);

    @BeforeEach
    void platformHasThem() {
        assumeThat(Platform.current().name())
                .as("a platform with Unix datagrams")
                .isNotEqualTo("jdk");
    }

    private UnixAddr path(String name) {
        return UnixAddr.ofPath(directory.resolve(name));
    }

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.allocate(length);
    }

    @Test
    void betweenTwoPaths() throws NetException {
        try (var one = UnixDatagram.bind(path("one"));
                var two = UnixDatagram.bind(directory.resolve("two"))) {
            assertThat(one.localAddress()).isEqualTo(path("one"));
            assertThat(one).hasToString("datagram unix " + directory.resolve("one"));

            one.sendTo(bytes(3), path("two"));
            one.sendTo(bytes(0), directory.resolve("two"));
            one.sendTo(bytes(20), directory.resolve("two").toString());

            var received = two.recvFrom(buffer);
            assertThat(received.length()).isEqualTo(3);
            assertThat(received.sender()).isEqualTo(path("one"));
            assertThat(two.peekFrom(buffer.clear()).realLength()).isZero();
            assertThat(two.recvFrom(buffer.clear()).realLength()).isZero();
            two.peekFrom(bytes(8), received);
            assertThat(received.truncated()).isTrue();
            two.recvFrom(bytes(8), received);
            assertThat(received.length()).isEqualTo(8);
            assertThat(received.realLength()).isEqualTo(20);
            two.sendTo(bytes(1), received.sender());
            assertThat(one.recvFrom(buffer.clear()).sender()).isEqualTo(path("two"));
        }
    }

    @Test
    void betweenAbstractNames() throws NetException {
        var name = UnixAddr.ofAbstract("minato-" + ProcessHandle.current().pid());
        try (var named = UnixDatagram.bind(name);
                var nameless = UnixDatagram.unbound()) {
            nameless.sendTo(bytes(2), name);

            assertThat(named.recvFrom(buffer).sender()).isEqualTo(UnixAddr.unnamed());
            assertThat(nameless.localAddress()).isEqualTo(UnixAddr.unnamed());
            Expect.failure(
                    ErrorKind.INVALID_INPUT,
                    "send",
                    UnixAddr.unnamed(),
                    () -> named.sendTo(bytes(1), UnixAddr.unnamed()));
        }
    }

    @Test
    void pairTalks() throws NetException {
        try (var pair = UnixDatagram.pair()) {
            pair.first().send(bytes(3));
            pair.second().send(bytes(4));
            assertThat(pair.second().recv(buffer.clear())).isEqualTo(3);
            assertThat(pair.first().peek(buffer.clear())).isEqualTo(4);
            assertThat(pair.first().recv(buffer.clear())).isEqualTo(4);
            assertThat(pair.first().peerAddress()).contains(UnixAddr.unnamed());
            pair.first().send(bytes(0));
            assertThat(pair.second().recv(buffer.clear())).isZero();
        }
    }

    @Test
    void peerThatIsClosedIsToldOnce() throws NetException {
        var pair = UnixDatagram.pair();
        try (var left = pair.first()) {
            pair.second().close();
            Expect.failure(ErrorKind.CONNECTION_REFUSED, "send", UnixAddr.unnamed(), () -> left.send(bytes(1)));
        }
    }

    @Test
    void connectedSocketHearsItsPeerOnlyAndGoesBack() throws NetException {
        try (var socket = UnixDatagram.bind(path("socket"));
                var peer = UnixDatagram.bind(path("peer"));
                var stranger = UnixDatagram.bind(path("stranger"))) {
            Expect.failure(ErrorKind.NOT_CONNECTED, "receive", path("socket"), () -> socket.recv(buffer));
            Expect.failure(ErrorKind.NOT_CONNECTED, "send", path("socket"), () -> socket.send(bytes(1)));
            socket.connect(path("peer"));
            assertThat(socket.peerAddress()).contains(path("peer"));
            Expect.failure(
                    ErrorKind.PERMISSION_DENIED,
                    "send",
                    path("socket"),
                    () -> stranger.sendTo(bytes(1), path("socket")));
            peer.sendTo(bytes(2), path("socket"));
            assertThat(socket.recv(buffer.clear())).isEqualTo(2);

            socket.disconnect();

            assertThat(socket.peerAddress()).isEmpty();
            assertThat(socket.localAddress()).isEqualTo(path("socket"));
            stranger.sendTo(bytes(3), path("socket"));
            assertThat(socket.recvFrom(buffer.clear()).sender()).isEqualTo(path("stranger"));
        }
    }

    /// A peer that turns to another is a reset, which is forgotten with that peer.
    @Test
    void resetByTheOldPeerIsForgotten() throws NetException {
        try (var socket = UnixDatagram.bind(path("socket"));
                var old = UnixDatagram.bind(path("old"));
                var peer = UnixDatagram.bind(path("peer"))) {
            socket.connect(path("old"));
            old.connect(path("socket"));
            old.connect(path("peer"));

            socket.connect(path("peer"));
            socket.send(bytes(2));

            assertThat(peer.recvFrom(buffer.clear()).sender()).isEqualTo(path("socket"));
        }
    }

    /// The system says nothing when a stranger's queue has room again, and says so of the peer's.
    @ParameterizedTest
    @EnumSource
    void senderWaitsForRoomInTheReceiversQueue(Threads threads) throws Exception {
        for (boolean connected : new boolean[] {false, true}) {
            try (var receiver = UnixDatagram.bind(path("receiver-" + connected));
                    var sender = UnixDatagram.unbound()) {
                if (connected) {
                    sender.connect(receiver.localAddress());
                }
                int sent = fill(sender, receiver.localAddress(), connected);
                sender.setWriteTimeout(SHORT);
                Expect.failure(
                        ErrorKind.TIMED_OUT,
                        "send",
                        receiver.localAddress(),
                        () -> send(sender, receiver.localAddress(), connected, sent));
                sender.clearWriteTimeout();
                var call = threads.run(() -> send(sender, receiver.localAddress(), connected, sent))
                        .awaitWaiting();
                for (int i = 0; i <= sent; i++) {
                    assertThat(receiver.recvFrom(buffer.clear()).length()).isEqualTo(4);
                    assertThat(buffer.getInt(0)).isEqualTo(i);
                }
                call.result();
            }
        }
    }

    /// Where it waits in many short pauses, the time of all of them counts.
    @Test
    void timeoutAndDeadlineBoundTheWholeWaitForRoom() throws Exception {
        try (var receiver = UnixDatagram.bind(path("receiver"));
                var sender = UnixDatagram.unbound()) {
            UnixAddr to = receiver.localAddress();
            int sent = fill(sender, to, false);
            Expect.failure(
                    ErrorKind.DEADLINE_EXCEEDED,
                    "send",
                    to,
                    () -> Tasks.runWithDeadline(Duration.ZERO, () -> sender.sendTo(number(sent), to)));
            sender.setWriteTimeout(Duration.ofMillis(200));
            Expect.failure(ErrorKind.TIMED_OUT, "send", to, () -> sender.sendTo(number(sent), to));
            assertThat(receiver.recvFrom(buffer.clear()).length()).isEqualTo(4);
        }
    }

    private static int fill(UnixDatagram sender, UnixAddr to, boolean connected) throws NetException {
        int sent = 0;
        while (connected ? sender.trySend(number(sent)) : sender.trySendTo(number(sent), to)) {
            sent++;
        }
        return sent;
    }

    private static void send(UnixDatagram sender, UnixAddr to, boolean connected, int number) throws NetException {
        if (connected) {
            sender.send(number(number));
        } else {
            sender.sendTo(number(number), to);
        }
    }

    private static ByteBuffer number(int number) {
        return ByteBuffer.allocate(4).putInt(0, number);
    }

    @ParameterizedTest
    @EnumSource
    void waitForRoomCanBeInterruptedAndClosed(Threads threads) throws Exception {
        var sender = UnixDatagram.unbound();
        try (var receiver = UnixDatagram.bind(path("receiver"))) {
            int sent = fill(sender, receiver.localAddress(), false);
            var waiting = threads.run(() -> sender.sendTo(number(sent), receiver.localAddress()))
                    .awaitWaiting();
            waiting.interrupt();
            Expect.says(waiting.failure(), ErrorKind.INTERRUPTED, "send", receiver.localAddress());

            var closing = threads.run(() -> sender.sendTo(number(sent), receiver.localAddress()))
                    .awaitWaiting();
            sender.close();
            Expect.says(closing.failure(), ErrorKind.CLOSED, "send", receiver.localAddress());
        }
    }

    @Test
    void stalePathIsInTheWayUntilItIsRemoved() throws Exception {
        var address = path("stale");
        UnixDatagram.bind(address).close();

        Expect.failure(ErrorKind.ADDRESS_IN_USE, "bind", address, () -> UnixDatagram.bind(address));
        try (var sender = UnixDatagram.unbound()) {
            Expect.failure(ErrorKind.CONNECTION_REFUSED, "send", address, () -> sender.sendTo(bytes(1), address));
            try (var bound = UnixDatagram.bindRemovingStale(address)) {
                sender.sendTo(bytes(1), address);
                assertThat(bound.recvFrom(buffer).length()).isEqualTo(1);
            }
        }
    }

    @Test
    void nothingElseIsRemoved() throws Exception {
        var live = path("live");
        try (var bound = UnixDatagram.bind(live)) {
            Expect.failure(ErrorKind.ADDRESS_IN_USE, "bind", live, () -> UnixDatagram.bindRemovingStale(live));
            try (var sender = UnixDatagram.unbound()) {
                sender.sendTo(bytes(1), live);
            }
            assertThat(bound.recvFrom(buffer).length()).isEqualTo(1);
        }
        var file = Files.writeString(directory.resolve("file"), "precious");
        Expect.failure(ErrorKind.ADDRESS_IN_USE, "bind", path("file"), () -> UnixDatagram.bindRemovingStale(file));
        assertThat(file).hasContent("precious");
        var link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("live"));
        Expect.failure(ErrorKind.ADDRESS_IN_USE, "bind", path("link"), () -> UnixDatagram.bindRemovingStale(link));
        assertThat(link).isSymbolicLink();
        try (var fresh =
                UnixDatagram.bindRemovingStale(directory.resolve("fresh").toString())) {
            assertThat(fresh.isOpen()).isTrue();
        }
    }

    /// A stream socket that is bound and does not listen yet refuses connections, but its path is not stale.
    @Test
    void listenersPathIsNotStale() throws Exception {
        var address = path("listener");
        var listener = Platform.current().listenUnix(address, 1);
        try {
            Expect.failure(ErrorKind.ADDRESS_IN_USE, "bind", address, () -> UnixDatagram.bindRemovingStale(address));
            try (var sender = UnixDatagram.unbound()) {
                Expect.failure(ErrorKind.INVALID_INPUT, "connect", address, () -> sender.connect(address));
            }
        } finally {
            listener.close();
        }
    }

    @Test
    void failuresAreNamed() throws Exception {
        try (var socket = UnixDatagram.unbound()) {
            var missing = path("missing");
            Expect.failure(ErrorKind.NOT_FOUND, "send", missing, () -> socket.sendTo(bytes(1), missing));
            Expect.failure(ErrorKind.NOT_FOUND, "connect", missing, () -> socket.connect(missing));
            var nowhere = UnixAddr.ofPath(directory.resolve("no/directory"));
            Expect.failure(ErrorKind.NOT_FOUND, "bind", nowhere, () -> UnixDatagram.bind(nowhere));
            String longPath = "/tmp/" + "x".repeat(200);
            Expect.failure(ErrorKind.INVALID_INPUT, "bind", longPath, () -> UnixDatagram.bind(longPath));
            Expect.failure(ErrorKind.INVALID_INPUT, "send", "", () -> socket.sendTo(bytes(1), ""));
            Expect.failure(ErrorKind.INVALID_INPUT, "connect", "a\0b", () -> socket.connect("a\0b"));
        }
        try (var pair = UnixDatagram.pair()) {
            Expect.failure(
                    ErrorKind.MESSAGE_TOO_LONG,
                    "send",
                    UnixAddr.unnamed(),
                    () -> pair.first().send(bytes(8 << 20)));
        }
    }

    @Test
    void clonesShareTheSocket() throws NetException {
        try (var pair = UnixDatagram.pair();
                var clone = pair.first().tryClone()) {
            pair.first().close();
            clone.send(bytes(3));
            assertThat(pair.second().recv(buffer)).isEqualTo(3);
            assertThat(clone.isOpen()).isTrue();
            assertThat(pair.first().isOpen()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void receiveWaits(Threads threads) throws Exception {
        try (var pair = UnixDatagram.pair()) {
            var call = threads.call(() -> pair.first().recv(buffer)).awaitWaiting();
            pair.second().send(bytes(5));
            assertThat(call.result()).isEqualTo(5);
            pair.first().setNonBlocking(true);
            Expect.failure(ErrorKind.WOULD_BLOCK, () -> pair.first().recv(buffer));
            assertThat(pair.first().takeError()).isEmpty();
            pair.first().setSendBufferSize(8 * 1024);
            assertThat(pair.first().sendBufferSize()).isPositive();
        }
    }

    @Test
    void deletingThePathIsTheUsersToDo() throws IOException {
        var path = directory.resolve("kept");
        UnixDatagram.bind(path).close();
        assertThat(path).exists();
        Files.delete(path);
    }
}
