package dev.minato.cli;

import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.Shutdown;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The copy of standard input to a connection, with a half-close at its end; on a daemon thread, because
/// nothing interrupts a read of a terminal.
///
/// ```
///  READING ──bytes──▶ WRITING
///     │   ◀──written──   │
///    end               failed
///     ▼                  ▼
///    OVER               OVER
/// ```
final class Upload {
    private static final int CHUNK = 64 * 1024;

    /// The silence of standard input after which it counts as a terminal, or a program that waits itself. A
    /// producer that is only slower than the network must not count as one.
    private static final long IDLE_MILLIS = 200;

    private enum State {
        READING,
        WRITING,
        OVER
    }

    private final ByteStream stream;
    private final ConversationLog log;
    private State state = State.READING;
    private long changes;
    private @Nullable Exception failure;

    Upload(ByteStream stream, ConversationLog log) {
        this.stream = stream;
        this.log = log;
    }

    void start() {
        Thread.ofPlatform().daemon().name("standard-input").start(this::run);
    }

    private void run() {
        try {
            var chunk = new byte[CHUNK];
            for (int count = StandardStreams.read(chunk); count != -1; count = StandardStreams.read(chunk)) {
                enter(State.WRITING);
                stream.writeAll(ByteBuffer.wrap(chunk, 0, count));
                log.sent(count);
                enter(State.READING);
            }
            enter(State.WRITING);
            stream.shutdown(Shutdown.WRITE);
            end(null);
        } catch (NetException e) {
            end(e);
        } catch (Failure e) {
            end(e);
            closeToWakeReader();
        } finally {
            enter(State.OVER); // After a bug, too: nobody is to wait for a thread that is gone.
        }
    }

    private synchronized void enter(State next) {
        state = next;
        changes++;
        notifyAll();
    }

    private synchronized void end(@Nullable Exception met) {
        failure = met;
        enter(State.OVER);
    }

    /// Blocks until standard input has ended or given nothing for [#IDLE_MILLIS], and everything read from it
    /// has been sent; throws what sending met.
    ///
    /// To be called when the peer has ended its direction. It may go on taking bytes; only a failure says
    /// that it does not.
    synchronized void awaitRest() throws Failure, NetException {
        try {
            long seen = -1;
            while (state != State.OVER && changes != seen) {
                seen = changes;
                // For ever where a change is sure to come: that is the peer's, or the reader's, to bring about.
                boolean isBusy = state == State.WRITING || StandardStreams.hasInput();
                wait(isBusy ? 0 : IDLE_MILLIS);
                if (isBusy) {
                    seen = -1;
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts the command's own thread", e);
        }
        Failure.rethrow(failure);
    }

    /// Throws a failure of standard input, if that is why the connection was closed.
    synchronized void rethrowInput() throws Failure {
        if (failure instanceof Failure input) {
            throw input;
        }
    }

    private void closeToWakeReader() {
        try {
            stream.close();
        } catch (NetException e) {
            throw new AssertionError("closing a handle waits for nothing", e);
        }
    }
}
