package dev.minato.services;

import dev.minato.error.NetException;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpStream;
import dev.minato.task.Done;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Ends a connection from this side so that the last answer arrives.
///
/// Closing a socket with input that nobody read resets the connection, and a reset takes away what the peer has
/// not read yet. So this side says that it has finished, and lets what still comes go by for a moment.
final class Farewell {
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final int MOST = 256 * 1024;
    private static final int AT_ONCE = 4 * 1024;

    private Farewell() {}

    /// To be said once everything is flushed; the stream is then to be closed.
    static void to(TcpStream stream) {
        try {
            stream.shutdown(Shutdown.WRITE);
            Tasks.withDeadline(LONGEST, () -> letPass(stream));
        } catch (NetException over) {
            // The peer has gone, or stays and says nothing, or the server ends: its answer had its chance.
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("reading throws nothing else", e);
        }
    }

    private static Done letPass(TcpStream stream) throws NetException {
        var buffer = ByteBuffer.allocate(AT_ONCE);
        int total = 0;
        int count = 0;
        while (count != -1 && total < MOST) {
            count = stream.read(buffer.clear());
            total += count;
        }
        return Done.DONE;
    }
}
