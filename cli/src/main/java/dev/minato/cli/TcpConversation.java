package dev.minato.cli;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Standard input to a connection, and what comes back to standard output, byte for byte:
///
/// ```
/// stdin  ──▶ write, and a half-close at the end     a daemon thread: nothing wakes a read of a terminal
/// stdout ◀── read, until the peer ends              the calling thread
/// ```
///
/// The peer's end is the end, whatever is still to come from standard input.
final class TcpConversation {
    private static final int CHUNK = 64 * 1024;

    private final TcpStream stream;
    private volatile @Nullable Exception sendingFailed;

    TcpConversation(TcpStream stream) {
        this.stream = stream;
    }

    void run() throws Failure, NetException {
        Thread.ofPlatform().daemon().name("standard-input").start(this::send);
        try {
            receive();
        } catch (NetException e) {
            Failure.rethrow(sendingFailed);
            throw e;
        }
        Failure.rethrow(sendingFailed);
    }

    private void receive() throws Failure, NetException {
        var chunk = new byte[CHUNK];
        for (int count = stream.read(chunk); count != -1; count = stream.read(chunk)) {
            StandardStreams.write(chunk, 0, count);
        }
    }

    private void send() {
        var chunk = new byte[CHUNK];
        try {
            for (int count = StandardStreams.read(chunk); count != -1; count = StandardStreams.read(chunk)) {
                stream.writeAll(ByteBuffer.wrap(chunk, 0, count));
            }
            stream.shutdown(Shutdown.WRITE);
        } catch (NetException e) {
            if (!isPeerGone(e.kind())) {
                sendingFailed = e;
            }
        } catch (Failure e) {
            sendingFailed = e;
            closeToWakeReader();
        }
    }

    /// A peer that has ended takes no more; how it ended, the reader sees.
    private static boolean isPeerGone(ErrorKind kind) {
        return kind == ErrorKind.BROKEN_PIPE || kind == ErrorKind.NOT_CONNECTED;
    }

    private void closeToWakeReader() {
        try {
            stream.close();
        } catch (NetException e) {
            throw new AssertionError("closing a handle waits for nothing", e);
        }
    }
}
