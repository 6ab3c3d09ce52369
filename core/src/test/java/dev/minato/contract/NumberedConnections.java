package dev.minato.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.net.ByteStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;

/// Connections that are made one after the other, at moments drawn from a seed, and each say which it is.
///
/// @param count how many
/// @param cancelling what cancels the accepts
record NumberedConnections(int count, Cancelling cancelling) {
    /// Makes them, once accepts that wait for them have been cancelled.
    void connect(Callable<? extends ByteStream> connect, Lots lots) throws Exception {
        cancelling.awaitBoth();
        for (int i = 0; i < count; i++) {
            try (var stream = connect.call()) {
                stream.writeAll(ByteBuffer.allocate(4).putInt(0, i));
            }
            lots.spin(200);
        }
    }

    /// Accepts them by calls that are cancelled, and fails if one is missing, comes twice, or is not in its
    /// turn.
    void accept(Callable<? extends ByteStream> accept) throws Exception {
        for (int i = 0; i < count; i++) {
            try (ByteStream accepted = cancelling.untilDone(accept)) {
                var number = ByteBuffer.allocate(4);
                accepted.readExact(number);
                assertThat(number.flip().getInt()).isEqualTo(i);
            }
        }
    }
}
