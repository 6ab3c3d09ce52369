package dev.minato.cli;

import dev.minato.platform.pace.Backoff;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Standard input, output and error as bytes, unbuffered: a write is over when everything is out, and a pipe
/// that nobody reads any more is a failure (a `PrintStream` would hide it).
///
/// Whoever shares a pipe, a terminal or a socket with this process may have made it non-blocking (O_NONBLOCK
/// belongs to the open file description, not to the process: open(2)). EAGAIN then means *wait*. A channel
/// tells it as a count of 0, and how much of a write went out before it; a stream tells neither.
final class StandardStreams {
    /// The back-off between two tries on a non-blocking descriptor: Java cannot poll(2) a descriptor that it
    /// did not open.
    private static final long FIRST_DELAY = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long MAX_DELAY = TimeUnit.MILLISECONDS.toNanos(32);

    private static final FileInputStream IN = new FileInputStream(FileDescriptor.in);

    static final FileChannel OUT = new FileOutputStream(FileDescriptor.out).getChannel();
    static final FileChannel ERR = new FileOutputStream(FileDescriptor.err).getChannel();

    private StandardStreams() {}

    /// Blocks until there are bytes, and reads some; returns -1 at the end.
    static int read(byte[] into) throws Failure {
        try {
            var buffer = ByteBuffer.wrap(into);
            int count = IN.getChannel().read(buffer);
            var backoff = new Backoff(FIRST_DELAY, MAX_DELAY);
            while (count == 0) {
                LockSupport.parkNanos(backoff.next());
                count = IN.getChannel().read(buffer);
            }
            return count;
        } catch (IOException e) {
            throw Failure.refused("standard input: " + e.getMessage());
        }
    }

    /// Returns whether a read would find bytes now.
    static boolean hasInput() {
        try {
            return IN.available() > 0;
        } catch (IOException e) {
            return false; // Such as a device that cannot tell.
        }
    }

    /// Writes everything to standard output.
    static void write(byte[] from, int offset, int length) throws Failure {
        try {
            writeAll(OUT, ByteBuffer.wrap(from, offset, length));
        } catch (IOException e) {
            throw BrokenPipe.is(e) ? Failure.brokenPipe() : Failure.refused("standard output: " + e.getMessage());
        }
    }

    /// Writes the text to standard output, in the charset of the terminal.
    static void print(String text) throws Failure {
        byte[] bytes = text.getBytes(System.out.charset());
        write(bytes, 0, bytes.length);
    }

    /// Writes everything to [#OUT] or [#ERR].
    static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        var backoff = new Backoff(FIRST_DELAY, MAX_DELAY);
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                LockSupport.parkNanos(backoff.next());
            } else {
                backoff.reset();
            }
        }
    }
}
