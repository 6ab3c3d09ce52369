package dev.minato.contract;

import static dev.minato.error.ErrorKind.BROKEN_PIPE;
import static dev.minato.error.ErrorKind.CLOSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpStream;
import dev.minato.testing.Call;
import dev.minato.testing.Pattern;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/// Several threads use one socket at once: each byte, datagram and connection goes to one of them, and a close
/// or a shutdown ends what waits and nothing else.
@Contract
class ConcurrencyContract {
    private static final int ROUNDS = 40;

    @Parameter
    World world;

    @Test
    void twoReadersShareTheBytes() throws Exception {
        int total = 200_000;
        try (var pair = world.pair();
                var clone = pair.near().tryClone()) {
            var counts = new long[256];
            var one = world.call(() -> histogram(pair.near()));
            var two = world.call(() -> histogram(clone));
            pair.far().writeAll(Pattern.bytes(0, total));
            pair.far().shutdown(Shutdown.WRITE);
            for (int value = 0; value < counts.length; value++) {
                counts[value] = one.result()[value] + two.result()[value];
            }
            assertThat(counts).isEqualTo(histogramOf(Pattern.bytes(0, total)));
        }
    }

    @Test
    void twoWritersAreBothHeardInFull() throws Exception {
        int each = 300_000;
        try (var pair = world.pair();
                var clone = pair.near().tryClone()) {
            var one = world.run(() -> pair.near().writeAll(filled(each, (byte) 1)));
            var two = world.run(() -> clone.writeAll(filled(each, (byte) 2)));
            var read = world.call(() -> {
                var counts = new long[256];
                var buffer = ByteBuffer.allocate(64 * 1024);
                while (counts[1] + counts[2] < 2L * each) {
                    pair.far().read(buffer.clear());
                    add(buffer.flip(), counts);
                }
                return counts;
            });
            one.result();
            two.result();
            assertThat(read.result()[1]).isEqualTo(each);
            assertThat(read.result()[2]).isEqualTo(each);
        }
    }

    @Test
    void oneReadsWhileAnotherWrites() throws Exception {
        int total = 1 << 20;
        try (var pair = world.pair()) {
            var echo = world.run(() -> {
                var buffer = ByteBuffer.allocate(16 * 1024);
                while (pair.far().read(buffer.clear()) != -1) {
                    pair.far().writeAll(buffer.flip());
                }
                pair.far().shutdown(Shutdown.WRITE);
            });
            var writer = world.run(() -> {
                pair.near().writeAll(Pattern.bytes(0, total));
                pair.near().shutdown(Shutdown.WRITE);
            });
            Pattern.check(ByteBuffer.wrap(pair.near().readToEnd(2 * total)), 0);
            writer.result();
            echo.result();
        }
    }

    @Test
    void closeAgainstARead() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var lots = new Lots(round);
            try (var pair = world.pair()) {
                var read = world.call(() -> pair.near().read(new byte[1]));
                lots.spin(100);
                pair.near().close();
                assertThat(read.failure().kind()).isEqualTo(CLOSED);
                assertThat(pair.far().read(new byte[1])).isEqualTo(-1);
            }
        }
    }

    @Test
    void closeAgainstAWrite() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var lots = new Lots(round);
            try (var pair = world.pair()) {
                var write = world.run(() -> pair.near().writeAll(Pattern.bytes(0, 8 << 20)));
                lots.spin(300);
                pair.near().close();
                assertThat(write.failure().kind()).isEqualTo(CLOSED);
                // What was taken arrives, in order, and then the end.
                Pattern.check(ByteBuffer.wrap(pair.far().readToEnd(8 << 20)), 0);
            }
        }
    }

    @Test
    void closeAgainstAnAccept() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var lots = new Lots(round);
            var listener = world.listener();
            var accept = world.call(listener::accept);
            lots.spin(100);
            listener.close();
            assertThat(accept.failure().kind()).isEqualTo(CLOSED);
        }
    }

    @Test
    void closeAgainstAReceive() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var lots = new Lots(round);
            var socket = world.udpSocket();
            var receive = world.call(() -> socket.recvFrom(ByteBuffer.allocate(1)));
            lots.spin(100);
            socket.close();
            assertThat(receive.failure().kind()).isEqualTo(CLOSED);
        }
    }

    @Test
    void shutdownAgainstARead() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var lots = new Lots(round);
            try (var pair = world.pair()) {
                var read = world.call(() -> pair.near().read(new byte[1]));
                lots.spin(100);
                pair.near().shutdown(Shutdown.READ);
                assertThat(read.result()).isEqualTo(-1);
            }
        }
    }

    @Test
    void shutdownAgainstAWrite() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var lots = new Lots(round);
            try (var pair = world.pair()) {
                var write = world.run(() -> pair.near().writeAll(Pattern.bytes(0, 8 << 20)));
                lots.spin(300);
                pair.near().shutdown(Shutdown.WRITE);
                assertThat(write.failure().kind()).isEqualTo(BROKEN_PIPE);
                Pattern.check(ByteBuffer.wrap(pair.far().readToEnd(8 << 20)), 0);
            }
        }
    }

    /// Whoever clones gets an open handle, or hears that it is closed; an open one works.
    @Test
    void cloneAgainstTheLastClose() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            try (var pair = world.pair()) {
                var clone = world.call(() -> cloneThatWorks(pair.near()));
                pair.near().close();
                boolean worked = clone.result();
                assertThat(pair.far().read(new byte[2])).isEqualTo(worked ? 1 : -1);
            }
        }
    }

    private static boolean cloneThatWorks(TcpStream stream) throws NetException {
        try (var clone = stream.tryClone()) {
            clone.writeAll(new byte[1]);
            return true;
        } catch (NetException e) {
            assertThat(e.kind()).isEqualTo(CLOSED);
            return false;
        }
    }

    @Test
    void closesOfOneHandleCloseOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            try (var pair = world.pair();
                    var clone = pair.near().tryClone()) {
                List<Call<?>> closes = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    closes.add(world.run(() -> pair.near().close()));
                }
                for (var close : closes) {
                    close.result();
                }
                clone.writeAll(new byte[1]);
                assertThat(pair.far().read(new byte[1])).isEqualTo(1);
            }
        }
    }

    @Test
    void manySendersThroughOneSocketAreAllHeard() throws Exception {
        try (var socket = world.udpSocket();
                var peer = world.udpSocket()) {
            List<Call<World>> senders = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                byte sender = (byte) i;
                senders.add(world.run(() -> {
                    for (int count = 0; count < 10; count++) {
                        socket.sendTo(ByteBuffer.wrap(new byte[] {sender}), peer.localAddress());
                    }
                }));
            }
            var counts = new long[256];
            var buffer = ByteBuffer.allocate(1);
            for (int i = 0; i < 80; i++) {
                peer.recvFrom(buffer.clear());
                add(buffer.flip(), counts);
            }
            for (int i = 0; i < 8; i++) {
                senders.get(i).result();
                assertThat(counts[i]).isEqualTo(10);
            }
        }
    }

    private static long[] histogram(TcpStream stream) throws NetException {
        var counts = new long[256];
        var buffer = ByteBuffer.allocate(1000);
        while (stream.read(buffer.clear()) != -1) {
            add(buffer.flip(), counts);
        }
        return counts;
    }

    private static long[] histogramOf(ByteBuffer bytes) {
        var counts = new long[256];
        add(bytes, counts);
        return counts;
    }

    private static void add(ByteBuffer bytes, long[] counts) {
        while (bytes.hasRemaining()) {
            counts[bytes.get() & 0xff]++;
        }
    }

    private static byte[] filled(int count, byte value) {
        var bytes = new byte[count];
        Arrays.fill(bytes, value);
        return bytes;
    }
}
