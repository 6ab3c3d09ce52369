package dev.minato.services;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.server.TcpServer;
import dev.minato.services.chat.ChatLimits;
import dev.minato.services.chat.ChatService;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A chat on a free port of the loopback, with limits and a clock of the test's.
final class Chat implements AutoCloseable {
    /// Few of everything, and nobody is held up.
    static final ChatLimits SMALL =
            new ChatLimits(400, 3, 2, 3, 1000, Duration.ofHours(1), 1024, 1_000_000, Duration.ofMillis(1));

    final Served.Log log = new Served.Log();
    final TcpServer server;
    volatile Instant now = Instant.EPOCH;

    Chat(ChatLimits limits) throws Exception {
        InstantSource clock = () -> now;
        server = TcpServer.builder()
                .listen("chat", "127.0.0.1:0", new ChatService(limits, clock))
                .observer(log)
                .start();
    }

    /// Somebody in the lobby, who has read all that he was told so far.
    Guest guest(String name) throws IOException {
        var guest = new Guest(new Client(server.localAddresses().getFirst().toInetSocketAddress()));
        guest.says(name);
        guest.readsTo("* you are in lobby");
        return guest;
    }

    @Override
    public void close() {
        server.close();
    }

    /// A client whose lines are text.
    record Guest(Client client) implements AutoCloseable {
        void says(String line) throws IOException {
            client.send((line + "\n").getBytes(UTF_8));
        }

        /// The next line, without its LF; what is left at the end.
        String reads() throws IOException {
            return new String(client.readLine().getBytes(ISO_8859_1), UTF_8).stripTrailing();
        }

        /// Reads to the first line that begins so, and returns it.
        String readsTo(String beginning) throws IOException {
            String line = reads();
            while (!line.startsWith(beginning)) {
                if (line.isEmpty()) {
                    throw new AssertionError("no line begins with: " + beginning);
                }
                line = reads();
            }
            return line;
        }

        /// Asks, and returns the next line.
        String asks(String line) throws IOException {
            says(line);
            return reads();
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }
}
