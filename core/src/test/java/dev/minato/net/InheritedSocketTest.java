package dev.minato.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Able;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.RawDescriptor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A descriptor that another process opened becomes a socket of the kind that it is, and is refused in words, and
/// left alone, if it is something else.
@NetworkTest
class InheritedSocketTest {
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;

    @TempDir
    Path folder;

    /// Where it is unsupported, `PlatformsTest` below says so.
    private static void whereAble() {
        Assumptions.assumeTrue(Able.here().inheritedSockets());
    }

    @BeforeEach
    void onLinux() {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"));
    }

    @Test
    void isUnsupportedWhereThePlatformCannot() throws Exception {
        int fd = RawDescriptor.listening();
        Able.orUnsupported(
                Able.here().inheritedSockets(), () -> InheritedSocket.adopt(fd).close());
        assertThat(RawDescriptor.isOpen(fd)).isEqualTo(!Able.here().inheritedSockets());
        if (RawDescriptor.isOpen(fd)) {
            RawDescriptor.close(fd);
        }
    }

    @Test
    void blockingDescriptorBecomesNonBlockingAndCloseOnExec() throws Exception {
        whereAble();
        int fd = RawDescriptor.listening();
        assertThat(RawDescriptor.flags(fd) & (O_NONBLOCK | O_CLOEXEC)).isZero();
        try (var _ = InheritedSocket.adopt(fd)) {
            assertThat(RawDescriptor.flags(fd) & O_NONBLOCK).isEqualTo(O_NONBLOCK);
            assertThat(RawDescriptor.flags(fd) & O_CLOEXEC).isEqualTo(O_CLOEXEC);
        }
        assertThat(RawDescriptor.isOpen(fd)).isFalse();
    }

    @Test
    void connectionThatWaitedInTheBacklogIsAccepted() throws Exception {
        whereAble();
        int fd = RawDescriptor.listening();
        try (var listener = InheritedSocket.adopt(fd, "echo").takeTcpListener();
                var client = TcpStream.connect(listener.localAddress());
                var served = listener.accept()) {
            client.writeAll("hello".getBytes(US_ASCII));
            assertThat(served.read(ByteBuffer.allocate(9))).isEqualTo(5);
            assertThat(served.localAddress()).isEqualTo(client.peerAddress());
            assertThat(listener.tryAccept()).isEmpty();
        }
    }

    @Test
    @SuppressWarnings("try")
    void connectionKnowsItsAddressesAndCarriesBytes() throws Exception {
        whereAble();
        try (var listener = TcpListener.bind("127.0.0.1:0");
                var inherited = InheritedSocket.adopt(RawDescriptor.connected(
                        RawDescriptor.STREAM, listener.localAddress().port()));
                var stream = inherited.takeTcpStream();
                var served = listener.accept()) {
            assertThat(stream.peerAddress()).isEqualTo(listener.localAddress());
            assertThat(stream.localAddress()).isEqualTo(served.peerAddress());
            stream.writeAll(new byte[] {1, 2});
            assertThat(served.read(ByteBuffer.allocate(9))).isEqualTo(2);
            served.close();
            assertThat(stream.read(ByteBuffer.allocate(9))).isEqualTo(-1);
        }
    }

    @Test
    void udpSocketReceivesAndKnowsItsPeer() throws Exception {
        whereAble();
        try (var socket = InheritedSocket.adopt(RawDescriptor.bound(RawDescriptor.DGRAM))
                        .takeUdpSocket();
                var connected = InheritedSocket.adopt(RawDescriptor.connected(
                                RawDescriptor.DGRAM, socket.localAddress().port()))
                        .takeUdpSocket()) {
            assertThat(socket.peerAddress()).isEmpty();
            assertThat(connected.peerAddress()).contains(socket.localAddress());
            connected.send(ByteBuffer.allocate(3));
            var received = socket.recvFrom(ByteBuffer.allocate(9));
            assertThat(received.length()).isEqualTo(3);
            assertThat(received.sender()).isEqualTo(connected.localAddress());
        }
    }

    /// The path is that of the process that bound it, which listens there again.
    @Test
    void pathOfAUnixListenerStays() throws Exception {
        whereAble();
        Path path = folder.resolve("handed.sock");
        int fd = RawDescriptor.listening(RawDescriptor.boundUnix(RawDescriptor.STREAM, path));
        try (var listener = InheritedSocket.adopt(fd).takeUnixListener();
                var client = UnixStream.connect(path);
                var served = listener.accept()) {
            client.writeAll(new byte[] {1});
            assertThat(served.read(ByteBuffer.allocate(9))).isEqualTo(1);
            assertThat(listener.localAddress().asPath()).contains(path);
        }
        assertThat(path).exists();
    }

    @Test
    void unixConnectionsAndDatagramSocketsAreAdopted() throws Exception {
        whereAble();
        int[] streams = RawDescriptor.pair(RawDescriptor.STREAM);
        try (var one = InheritedSocket.adopt(streams[0]).takeUnixStream();
                var other = InheritedSocket.adopt(streams[1]).takeUnixStream()) {
            one.writeAll(new byte[] {1, 2, 3});
            assertThat(other.read(ByteBuffer.allocate(9))).isEqualTo(3);
        }
        int[] datagrams = RawDescriptor.pair(RawDescriptor.DGRAM);
        try (var one = InheritedSocket.adopt(datagrams[0]).takeUnixDatagram();
                var other = InheritedSocket.adopt(datagrams[1]).takeUnixDatagram()) {
            one.send(ByteBuffer.allocate(4));
            assertThat(other.recv(ByteBuffer.allocate(9))).isEqualTo(4);
        }
    }

    @Test
    void whatIsNoSocketIsRefusedAndLeftAlone() throws Exception {
        whereAble();
        int pipe = RawDescriptor.pipe();
        NetException refused = Expect.failure(ErrorKind.INVALID_INPUT, () -> InheritedSocket.adopt(pipe));
        assertThat(refused).hasMessageContaining("file descriptor " + pipe).hasMessageContaining("it is no socket");
        assertThat(RawDescriptor.flags(pipe) & (O_NONBLOCK | O_CLOEXEC)).isZero();
        RawDescriptor.close(pipe);
        refused = Expect.failure(ErrorKind.INVALID_INPUT, () -> InheritedSocket.adopt(pipe + 1_000_000));
        assertThat(refused).hasMessageContaining("it is not open");
    }

    @Test
    void socketsOfOtherKindsAreRefusedAndLeftAlone() throws Exception {
        whereAble();
        for (int fd : List.of(
                RawDescriptor.socket(RawDescriptor.UNIX, RawDescriptor.SEQPACKET),
                RawDescriptor.socket(RawDescriptor.NETLINK, RawDescriptor.RAW))) {
            NetException refused = Expect.failure(ErrorKind.UNSUPPORTED, () -> InheritedSocket.adopt(fd));
            assertThat(refused).hasMessageContaining("neither TCP, UDP nor a Unix");
            assertThat(RawDescriptor.flags(fd) & (O_NONBLOCK | O_CLOEXEC)).isZero();
            RawDescriptor.close(fd);
        }
    }

    @Test
    void streamSocketThatNeitherListensNorIsConnectedIsRefused() throws Exception {
        whereAble();
        int fd = RawDescriptor.bound(RawDescriptor.STREAM);
        NetException refused = Expect.failure(ErrorKind.NOT_CONNECTED, () -> InheritedSocket.adopt(fd));
        assertThat(refused).hasMessageContaining("neither listens nor is connected");
        RawDescriptor.close(fd);
    }

    @Test
    @SuppressWarnings("try")
    void isTakenOnceAndOnlyAsWhatItIs() throws Exception {
        whereAble();
        try (var inherited = InheritedSocket.adopt(RawDescriptor.bound(RawDescriptor.DGRAM), "dns")) {
            NetException wrong = Expect.failure(ErrorKind.INVALID_INPUT, inherited::takeTcpListener);
            assertThat(wrong)
                    .hasMessageContaining("(dns), udp 127.0.0.1:")
                    .hasMessageContaining("a TCP listener is wanted");
            assertThat(inherited.isTaken()).isFalse();
            try (var socket = inherited.takeUdpSocket()) {
                assertThatThrownBy(inherited::take).isInstanceOf(IllegalStateException.class);
                inherited.close();
                assertThat(socket.isOpen()).isTrue();
            }
        }
    }

    @Test
    void closeClosesWhatNobodyTook() throws Exception {
        whereAble();
        var inherited = InheritedSocket.adopt(RawDescriptor.listening());
        inherited.close();
        assertThat(RawDescriptor.isOpen(inherited.fd())).isFalse();
        inherited.close();
        assertThatThrownBy(inherited::take).isInstanceOf(IllegalStateException.class);
    }
}
