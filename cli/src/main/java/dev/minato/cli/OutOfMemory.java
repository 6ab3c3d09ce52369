package dev.minato.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/// The end of a process that has no memory left in a thread on which the command depends: one line on standard
/// error, made in advance, and exit code 3.
final class OutOfMemory {
    /// The exit code.
    static final int EXIT_CODE = 3;

    private static final ByteBuffer LINE = line("minato: out of memory\n");

    private OutOfMemory() {}

    private static ByteBuffer line(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    /// Ends the process; waits a bounded time for standard error.
    static void halt() {
        StandardError.writer().writeLastWords(LINE);
        Runtime.getRuntime().halt(EXIT_CODE);
    }

    /// The same, for the thread that writes standard error itself.
    static void haltFrom(FileChannel channel) {
        try {
            StandardStreams.writeAll(channel, LINE);
        } catch (IOException e) {
            // The exit code says it, too.
        }
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
