package dev.minato.net;

import static dev.minato.error.ErrorKind.ADDRESS_IN_USE;
import static dev.minato.error.ErrorKind.ADDRESS_NOT_AVAILABLE;
import static dev.minato.error.ErrorKind.BROKEN_PIPE;
import static dev.minato.error.ErrorKind.CONNECTION_REFUSED;
import static dev.minato.error.ErrorKind.CONNECTION_RESET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.RawPeer;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What a TCP connection does in each situation that its two ends can bring about, in both families.
@NetworkTest
@ParameterizedClass
@EnumSource
class TcpStateTest {
    @Parameter
    Loopback family;

    private TcpListener listener;
    private TcpStream near;
    private TcpStream far;

    @BeforeEach
    void open() throws NetException {
        listener = TcpListener.bind(family.any());
        var pair = Pair.of(listener);
        near = pair.near();
        far = pair.far();
    }

    @AfterEach
    void close() throws NetException {
        near.close();
        far.close();
        listener.close();
    }

    @Test
    void readIntoAnEmptyBufferIsZeroAndNotTheEnd() throws NetException {
        assertThat(near.read(ByteBuffer.allocate(0))).isZero();
        assertThat(near.read(new byte[0])).isZero();
        assertThat(near.tryRead(ByteBuffer.allocate(0))).isZero();
        far.writeAll(new byte[] {7});
        assertThat(near.read(new byte[0])).isZero();
        assertThat(near.read(new byte[4])).isEqualTo(1);
    }

    @Test
    void readIntoAnEmptyBufferIsZeroAtTheEndToo() throws NetException {
        far.close();
        assertThat(near.read(new byte[1])).isEqualTo(-1);
        assertThat(near.read(new byte[0])).isZero();
    }

    @Test
    void writeOfAnEmptyBufferIsZero() throws NetException {
        assertThat(near.write(ByteBuffer.allocate(0))).isZero();
        assertThat(near.tryWrite(ByteBuffer.allocate(0))).isZero();
        near.writeAll(new byte[0]);
    }

    @Test
    void afterThePeerEndsItsWritingReadsSayTheEndForEver() throws NetException {
        far.writeAll("last".getBytes(UTF_8));
        far.shutdown(Shutdown.WRITE);

        assertThat(near.readToString(100)).isEqualTo("last");
        assertThat(near.read(new byte[1])).isEqualTo(-1);
        assertThat(near.read(new byte[1])).isEqualTo(-1);
        assertThat(near.tryRead(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void afterThePeerEndsItsWritingOurWritesArrive() throws NetException {
        far.shutdown(Shutdown.WRITE);
        assertThat(near.read(new byte[1])).isEqualTo(-1);

        near.writeAll("still here".getBytes(UTF_8));
        near.shutdown(Shutdown.WRITE);

        assertThat(far.readToString(100)).isEqualTo("still here");
    }

    @Test
    void afterOurOwnEndOfWritingWritesAreABrokenPipe() throws NetException {
        near.shutdown(Shutdown.WRITE);

        Expect.failure(BROKEN_PIPE, "write", near.peerAddress(), () -> near.write(ByteBuffer.allocate(1)));
        Expect.failure(BROKEN_PIPE, "write", near.peerAddress(), () -> near.tryWrite(ByteBuffer.allocate(1)));
        Expect.failure(BROKEN_PIPE, "write", near.peerAddress(), () -> near.writeAll(new byte[1]));
    }

    @Test
    void afterOurOwnEndOfWritingWeStillRead() throws NetException {
        near.shutdown(Shutdown.WRITE);
        far.writeAll("reply".getBytes(UTF_8));
        far.shutdown(Shutdown.WRITE);

        assertThat(near.readToString(100)).isEqualTo("reply");
    }

    @Test
    void afterOurOwnEndOfReadingReadsSayTheEnd() throws NetException {
        near.shutdown(Shutdown.READ);

        assertThat(near.read(new byte[1])).isEqualTo(-1);
        assertThat(near.tryRead(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void ourOwnEndOfReadingIsNotToldToThePeer() throws NetException {
        near.shutdown(Shutdown.READ);
        near.writeAll("ping".getBytes(UTF_8));
        var four = new byte[4];
        far.readExact(four);

        assertThat(new String(four, UTF_8)).isEqualTo("ping");
        assertThat(far.tryRead(ByteBuffer.allocate(1))).isZero();
        far.writeAll(new byte[1]);
    }

    @Test
    void afterThePeerClosedTheFirstWriteSucceedsAndALaterOneIsABrokenPipe() throws Exception {
        far.close();
        assertThat(near.read(new byte[1])).isEqualTo(-1);

        assertThat(near.write(ByteBuffer.allocate(1))).isEqualTo(1);
        eventuallyBrokenPipe();
    }

    @Test
    void aPeerThatClosesWithDataUnreadResetsOurReads() throws NetException {
        near.writeAll(new byte[2]);
        far.readExact(new byte[1]);
        far.close();

        near.awaitReadable();
        Expect.failure(CONNECTION_RESET, "read", near.peerAddress(), () -> near.read(new byte[1]));
    }

    @Test
    void aPeerThatHadWaitedForTheDataAndClosesWithoutReadingItResetsToo() throws NetException {
        near.writeAll(new byte[1]);
        far.awaitReadable();
        far.close();

        Expect.failure(CONNECTION_RESET, "read", near.peerAddress(), () -> near.read(new byte[1]));
    }

    @Test
    void aPeerThatClosesWithDataUnreadResetsOurFirstWriteAndBreaksTheSecond() throws Exception {
        new Pair(near, far).reset();

        near.awaitReadable();
        Expect.failure(CONNECTION_RESET, "write", near.peerAddress(), () -> near.write(ByteBuffer.allocate(1)));
        Expect.failure(BROKEN_PIPE, "write", near.peerAddress(), () -> near.write(ByteBuffer.allocate(1)));
    }

    @Test
    void aResetIsSticky() throws NetException {
        new Pair(near, far).reset();

        for (int i = 0; i < 3; i++) {
            Expect.failure(CONNECTION_RESET, "read", near.peerAddress(), () -> near.read(new byte[1]));
            Expect.failure(CONNECTION_RESET, () -> near.tryRead(ByteBuffer.allocate(1)));
            Expect.failure(CONNECTION_RESET, () -> near.readToEnd(10));
        }
    }

    @Test
    void aResetIsStickyForClonesToo() throws NetException {
        try (var clone = near.tryClone()) {
            new Pair(near, far).reset();

            Expect.failure(CONNECTION_RESET, () -> near.read(new byte[1]));
            Expect.failure(CONNECTION_RESET, () -> clone.read(new byte[1]));
        }
    }

    @Test
    @Tag("real")
    void aPeerThatClosesWithLingerZeroResetsOurReads() throws Exception {
        try (var peer = RawPeer.connect(listener.localAddress());
                var stream = listener.accept()) {
            peer.reset();
            Expect.failure(CONNECTION_RESET, "read", peer.address(), () -> stream.read(new byte[1]));
        }
    }

    @Test
    void connectingToAClosedPortIsRefused() throws Exception {
        var closed = family.closedPort();
        Expect.failure(CONNECTION_REFUSED, "connect", closed, () -> TcpStream.connect(closed));
    }

    @Test
    void connectingToPortZeroIsRefused() {
        Expect.failure(CONNECTION_REFUSED, "connect", family.any(), () -> TcpStream.connect(family.any()));
    }

    @Test
    void bindingAnAddressInUseFails() {
        var taken = listener.localAddress();
        Expect.failure(ADDRESS_IN_USE, "bind", taken, () -> TcpListener.bind(taken));
    }

    @Test
    void bindingAForeignAddressFails() {
        // Addresses for documentation: RFC 5737 and RFC 3849.
        var foreign = SocketAddr.parse(family == Loopback.IPV4 ? "192.0.2.1:0" : "[2001:db8::1]:0");
        Expect.failure(ADDRESS_NOT_AVAILABLE, "bind", foreign, () -> TcpListener.bind(foreign));
    }

    @Test
    void thePeersAddressIsKnownAfterThePeerIsGoneAndAfterTheClose() throws NetException {
        var peer = near.peerAddress();
        var own = near.localAddress();
        new Pair(near, far).reset();
        Expect.failure(CONNECTION_RESET, () -> near.read(new byte[1]));
        assertThat(near.peerAddress()).isEqualTo(peer).isEqualTo(far.localAddress());

        near.close();
        assertThat(near.peerAddress()).isEqualTo(peer);
        assertThat(near.localAddress()).isEqualTo(own).isEqualTo(far.peerAddress());
        assertThat(near).hasToString("tcp " + own + " → " + peer);
    }

    private void eventuallyBrokenPipe() throws Exception {
        Eventually.holds("a write is a broken pipe", () -> {
            try {
                near.write(ByteBuffer.allocate(1));
                return false;
            } catch (NetException e) {
                Expect.says(e, BROKEN_PIPE, "write", near.peerAddress());
                return true;
            }
        });
    }
}
