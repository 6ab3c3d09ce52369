package dev.minato.examples.errors;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Three waits that could last forever, each with an end: connecting to a host that does not answer, reading
/// from a peer that says nothing, writing to a peer that does not read.
///
/// An expired timeout is always the kind `TIMED_OUT`, and it loses nothing: after it the connection is as it
/// was. The read timeout covers each wait for bytes, not a whole conversation; for that see
/// [dev.minato.examples.tasks.Deadline].
///
/// Try it; the program is its own silent peer, and connects to an address that is reserved for examples such as
/// this one. Argument: another address to connect to.
final class Timeouts {
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    static void main(String[] args) throws NetException {
        IO.println(connect(args.length > 0 ? args[0] : "192.0.2.1:80", TIMEOUT));
        try (var listener = TcpListener.bind("127.0.0.1:0");
                var stream = TcpStream.connect(listener.localAddress());
                var peer = listener.accept()) {
            IO.println(read(stream, TIMEOUT));
            IO.println(write(stream, TIMEOUT));
            IO.println("and the peer, when it reads at last: " + peer.read(new byte[64]) + " bytes at once");
        }
    }

    /// The timeout covers all of connecting: looking the name up, and trying each of its addresses.
    static String connect(String address, Duration timeout) {
        // @start region="connect"
        try (var stream = TcpStream.connect(address, timeout)) {
            return "connected to " + stream.peerAddress();
        } catch (NetException e) {
            return "could not connect: " + e.kind();
        }
        // @end
    }

    static String read(TcpStream stream, Duration timeout) throws NetException {
        // @start region="read"
        stream.setReadTimeout(timeout);
        try {
            int count = stream.read(ByteBuffer.allocate(1024));
            return count == -1 ? "the peer has ended" : "read " + count + " bytes";
        } catch (NetException e) {
            if (e.kind() != ErrorKind.TIMED_OUT) {
                throw e;
            }
            return "nothing came within " + timeout.toMillis() + " ms";
        }
        // @end
    }

    /// Fills the system's buffers on both sides. The position of the buffer says how far it got.
    static String write(TcpStream stream, Duration timeout) throws NetException {
        // @start region="write"
        stream.setWriteTimeout(timeout);
        var much = ByteBuffer.allocate(64 * 1024 * 1024);
        try {
            stream.writeAll(much);
            return "all was written";
        } catch (NetException e) {
            if (e.kind() != ErrorKind.TIMED_OUT) {
                throw e;
            }
            return "the peer takes no more after " + much.position() + " bytes";
        }
        // @end
    }

    private Timeouts() {}
}
