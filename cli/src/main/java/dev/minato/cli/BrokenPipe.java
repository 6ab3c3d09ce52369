package dev.minato.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.Objects;

/// The failure of a write to a pipe whose reader has gone (EPIPE).
///
/// Java tells it by a text only, which is in the language of the locale: so it is compared with that of a pipe
/// which is broken for the purpose.
final class BrokenPipe {
    private BrokenPipe() {}

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
