package dev.minato.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.Objects;

/// The failure of a write to a pipe whose reader has gone (EPIPE).
///
/// Java reports no errno, only strerror(3) in the language of the locale: it is compared with that of a pipe
/// broken for the purpose.
final class BrokenPipe {
    private BrokenPipe() {}

    /// Returns whether the failure is EPIPE.
    static boolean is(IOException failure) {
        try {
            Pipe pipe = Pipe.open();
            pipe.source().close();
            try (var sink = pipe.sink()) {
                sink.write(ByteBuffer.allocate(1));
                return false;
            } catch (IOException broken) {
                return Objects.equals(broken.getMessage(), failure.getMessage());
            }
        } catch (IOException noDescriptors) {
            return false;
        }
    }
}
