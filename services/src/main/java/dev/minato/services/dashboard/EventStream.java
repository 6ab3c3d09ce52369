package dev.minato.services.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.codec.Decoder;
import dev.minato.codec.Encoder;
import dev.minato.error.NetException;
import dev.minato.server.Connection;
import dev.minato.server.Outbox;
import dev.minato.server.Session;
import dev.minato.server.SlowReaderPolicy;
import dev.minato.services.http.HttpStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The stream of frames to one browser, as server-sent events (the HTML standard, section 9.2).
///
/// A browser that does not keep up loses frames, which are whole, and is ended by the write timeout if it
/// reads nothing at all; nobody else notices.
final class EventStream implements HttpStream {
    /// A frame that waits, and the newest behind it.
    private static final int QUEUED = 2;

    /// Returns the event that has a text of one line for its data.
    static byte[] event(String data) {
        return ("data: " + data + "\n\n").getBytes(UTF_8);
    }

    private final Sampler sampler;

    EventStream(Sampler sampler) {
        this.sampler = sampler;
    }

    @Override
    public void run(Connection connection) throws NetException {
        try (var session = new Session<>(connection, new Unheeded(), new Encoded())) {
            Outbox<byte[]> outbox = session.openOutbox(QUEUED, SlowReaderPolicy.DROP_OLDEST);
            Sampler.Viewer viewer = event -> {
                boolean _ = outbox.push(event);
            };
            sampler.add(viewer);
            try {
                boolean isThere = true;
                while (isThere) {
                    isThere = session.read().isPresent();
                }
            } finally {
                sampler.remove(viewer);
            }
        }
    }

    /// Writes events that are encoded already, once for all who look.
    private static final class Encoded implements Encoder<byte[]> {
        @Override
        public int maxEncodedLength(byte[] event) {
            return event.length;
        }

        @Override
        public void encode(byte[] event, ByteBuffer output) {
            output.put(event);
        }
    }

    /// Drops what a browser says, which has nothing to say.
    private static final class Unheeded implements Decoder<Integer> {
        private static final int BUFFER = 1024;

        @Override
        public Optional<Integer> decode(ByteBuffer input) {
            int count = input.remaining();
            input.position(input.limit());
            return count == 0 ? Optional.empty() : Optional.of(count);
        }

        @Override
        public int maxBuffered() {
            return BUFFER;
        }
    }
}
