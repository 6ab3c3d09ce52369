package dev.minato.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.Ipv4Addr;
import dev.minato.address.Ipv6Addr;
import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.DatagramBatch;
import dev.minato.net.DatagramField;
import dev.minato.net.InheritedSocket;
import dev.minato.net.KeepAliveTimes;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.net.UdpSocket;
import dev.minato.net.UnixDatagram;
import dev.minato.net.UnixListener;
import dev.minato.net.UnixStream;
import dev.minato.platform.Capabilities;
import dev.minato.platform.Platform;
import dev.minato.testing.Loopback;
import dev.minato.testing.Pair;
import dev.minato.testing.RawDescriptor;
import dev.minato.testing.Threads;
import java.lang.reflect.RecordComponent;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the platform says it can do, it does; what it says it cannot do fails with `UNSUPPORTED`, or with what
/// [Capabilities] says instead.
@Contract
class CapabilityContract {
    @Parameter
    World world;

    @TempDir
    Path folder;

    static Stream<RecordComponent> capabilities() {
        return Stream.of(Capabilities.class.getRecordComponents());
    }

    @ParameterizedTest
    @MethodSource("capabilities")
    void isThereOrSaidToBeUnsupported(RecordComponent capability) throws Exception {
        boolean declared =
                (boolean) capability.getAccessor().invoke(Platform.current().capabilities());
        assertThat(does(capability.getName())).as(capability.getName()).isEqualTo(declared);
    }

    private boolean does(String name) throws Exception {
        return switch (name) {
            case "errorNumbers" -> errorNumber();
            case "ttl" ->
                works(() -> onStream(stream -> stream.setTtl(9))) && works(() -> onDatagrams(s -> s.setTtl(9)));
            case "takeError" -> works(() -> onStream(TcpStream::takeError));
            case "onlyV6" ->
                works(() -> TcpListener.options()
                        .onlyV6(true)
                        .bind(Loopback.IPV6.any())
                        .close());
            case "kernelPeek" -> peeksAreUnread();
            case "keepAliveTimes" -> works(() -> onStream(stream -> stream.setKeepAliveTimes(times())));
            case "userTimeout" -> works(() -> onStream(stream -> stream.setUserTimeout(Duration.ofSeconds(9))));
            case "unsentBytes" ->
                works(() -> onStream(stream -> stream.setNotSentLowWaterMark(9)))
                        && works(() -> onStream(TcpStream::unsentBytes));
            case "quickAck" -> works(() -> onStream(stream -> stream.setQuickAck(true)));
            case "bindDevice" ->
                works(() -> TcpListener.options()
                        .bindDevice(loopbackDevice().getName())
                        .bind(world.family().any())
                        .close());
            case "unixStreams" -> works(this::unixStream);
            case "unixDatagrams" ->
                works(() -> UnixDatagram.unbound().close())
                        && works(() -> UnixDatagram.pair().close());
            case "abstractNames" ->
                works(() -> UnixListener.bind(UnixAddr.ofAbstract("minato-" + System.nanoTime()))
                        .close());
            case "peerCredentials" -> works(this::peerCredentials);
            case "datagramBatches" -> batches();
            case "droppedDatagrams" -> works(() -> onDatagrams(UdpSocket::droppedDatagrams));
            case "datagramDestination" -> works(this::answerFromWhereItWasAsked);
            case "segmentationOffload" -> cutsBursts();
            case "receiveCoalescing" -> works(() -> onDatagrams(s -> s.setReceiveCoalescing(true)));
            case "datagramFields" -> works(this::datagramFields);
            case "pathMtu" -> works(() -> onConnected(UdpSocket::pathMtu));
            case "datagramErrors" ->
                works(() -> onDatagrams(socket -> socket.setReceiveErrors(true)))
                        && works(() -> onDatagrams(UdpSocket::tryReceiveError));
            case "sourceMulticast" -> works(this::joinOneSource);
            case "sendsEmptyWhenConnected" -> works(() -> onConnected(socket -> socket.send(ByteBuffer.allocate(0))));
            case "sendsElsewhereWhenConnected" -> sendsElsewhere();
            case "inheritedSockets" -> works(CapabilityContract::inherited);
            default -> throw new AssertionError("a capability without a test: " + name);
        };
    }

    private interface Use<S> {
        void of(S socket) throws Exception;
    }

    private static boolean works(Threads.Body body) throws Exception {
        try {
            body.run();
            return true;
        } catch (NetException e) {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(ErrorKind.UNSUPPORTED);
            return false;
        }
    }

    private static void inherited() throws Exception {
        int fd = RawDescriptor.listening();
        try {
            InheritedSocket.adopt(fd).close();
        } finally {
            if (RawDescriptor.isOpen(fd)) {
                RawDescriptor.close(fd);
            }
        }
    }

    private void onStream(Use<TcpStream> use) throws Exception {
        try (var pair = world.pair()) {
            use.of(pair.near());
        }
    }

    private void onDatagrams(Use<UdpSocket> use) throws Exception {
        try (var socket = world.udpSocket()) {
            use.of(socket);
        }
    }

    private void onConnected(Use<UdpSocket> use) throws Exception {
        onDatagrams(socket -> {
            socket.connect(socket.localAddress());
            use.of(socket);
        });
    }

    private boolean cutsBursts() throws Exception {
        try (var socket = world.udpSocket()) {
            socket.sendSegments(ByteBuffer.allocate(4), 2, socket.localAddress());
            return socket.segmentationOffload();
        }
    }

    private static KeepAliveTimes times() {
        return new KeepAliveTimes(Duration.ofSeconds(9), Duration.ofSeconds(9), 3);
    }

    private boolean errorNumber() throws Exception {
        var closed = world.family().closedPort();
        try {
            TcpStream.connect(closed).close();
            throw new AssertionError("somebody listens there");
        } catch (NetException e) {
            return e.osError().isPresent();
        }
    }

    /// A peer that closes before all was read resets: whether peeked bytes count as read, that tells.
    private boolean peeksAreUnread() throws Exception {
        try (Pair pair = world.pair()) {
            pair.far().writeAll(new byte[1]);
            pair.near().peek(ByteBuffer.allocate(1));
            pair.near().close();
            try {
                assertThat(pair.far().read(new byte[1])).isEqualTo(-1);
                return false;
            } catch (NetException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.CONNECTION_RESET);
                return true;
            }
        }
    }

    private static NetworkInterface loopbackDevice() throws Exception {
        return NetworkInterface.networkInterfaces()
                .filter(device -> {
                    try {
                        return device.isLoopback();
                    } catch (SocketException e) {
                        return false;
                    }
                })
                .findFirst()
                .orElseThrow();
    }

    private void unixStream() throws Exception {
        try (var listener = UnixListener.bind(folder.resolve("s"));
                var stream = UnixStream.connect(folder.resolve("s"));
                var accepted = listener.accept()) {
            stream.writeAll(new byte[1]);
            assertThat(accepted.read(new byte[1])).isEqualTo(1);
        }
    }

    private void peerCredentials() throws Exception {
        try (var listener = UnixListener.bind(folder.resolve("s"));
                var stream = UnixStream.connect(folder.resolve("s"));
                var _ = listener.accept()) {
            assertThat(stream.peerCredentials().processId())
                    .hasValue((int) ProcessHandle.current().pid());
        }
    }

    /// Batches work everywhere; whether they are one system call cannot be seen from here.
    private boolean batches() throws Exception {
        onDatagrams(socket -> {
            var batch = new DatagramBatch(3, 10);
            for (int i = 0; i < 3; i++) {
                batch.add(ByteBuffer.allocate(i), socket.localAddress());
            }
            assertThat(socket.sendBatch(batch)).isEqualTo(3);
            batch.clear();
            assertThat(socket.recvBatch(batch)).isPositive();
        });
        return Platform.current().capabilities().datagramBatches();
    }

    private void answerFromWhereItWasAsked() throws Exception {
        onDatagrams(socket -> {
            socket.setReceiveLocalAddress(true);
            socket.sendTo(ByteBuffer.allocate(1), socket.localAddress());
            assertThat(socket.recvFrom(ByteBuffer.allocate(1)).localAddress()).contains(socket.localAddress());
        });
    }

    private void datagramFields() throws Exception {
        onDatagrams(socket -> {
            socket.setReceiveFields(EnumSet.allOf(DatagramField.class));
            socket.sendTo(ByteBuffer.allocate(1), socket.localAddress());
            assertThat(socket.recvFrom(ByteBuffer.allocate(1)).hopLimit()).isPositive();
        });
    }

    private void joinOneSource() throws Exception {
        int device = loopbackDevice().getIndex();
        onDatagrams(socket -> {
            if (world.family() == Loopback.IPV4) {
                socket.joinMulticastV4(
                        Ipv4Addr.parse("232.1.2.3"), Ipv4Addr.parse("127.0.0.1"), Ipv4Addr.parse("127.0.0.1"));
            } else {
                socket.joinMulticastV6(Ipv6Addr.parse("ff31::1234"), Ipv6Addr.parse("::1"), device);
            }
        });
    }

    private boolean sendsElsewhere() throws Exception {
        try (var socket = world.udpSocket();
                var peer = world.udpSocket();
                var other = world.udpSocket()) {
            socket.connect(peer.localAddress());
            try {
                socket.sendTo(ByteBuffer.allocate(1), other.localAddress());
                return other.recvFrom(ByteBuffer.allocate(1)).length() == 1;
            } catch (NetException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.ALREADY_CONNECTED);
                return false;
            }
        }
    }

    /// Memory of both kinds of arenas is read into; that of a closed one is refused as every failure is.
}
