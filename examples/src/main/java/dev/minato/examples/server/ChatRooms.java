package dev.minato.examples.server;

import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import dev.minato.server.Connection;
import dev.minato.server.Outbox;
import dev.minato.server.Session;
import dev.minato.server.SlowReaderPolicy;
import dev.minato.server.TcpServer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A chat server: rooms and nicknames; who does not read is thrown out, and SIGTERM lets everybody read the rest.
///
/// The first line is a nickname. `/join ROOM` changes the room; anything else is said in it.
///
/// ```
/// $ examples/run ChatRooms &
/// $ nc 127.0.0.1 7884                in two terminals
/// ```
final class ChatRooms {
    private final Map<String, Set<Outbox<String>>> rooms = new ConcurrentHashMap<>();

    static void main(String[] args) throws Exception {
        try (var server = new ChatRooms().start(args.length > 0 ? args[0] : "127.0.0.1:7884")) {
            IO.println("listening at " + server.localAddresses().getFirst());
            IO.println("drained: " + server.drainAtSignal(Duration.ofSeconds(5)));
        }
    }

    TcpServer start(String address) throws NetException {
        return TcpServer.builder()
                .listen(address, this::chat)
                .idleTimeout(Duration.ofMinutes(10))
                .start();
    }

    // @start region="session"
    private void chat(Connection connection) throws NetException {
        try (var session = new Session<>(connection, LineCodec.utf8(1000))) {
            var outbox = session.openOutbox(256, SlowReaderPolicy.CLOSE);
            var nickname = session.read().orElse("");
            var room = "lobby";
            enter(room, outbox, nickname);
            try {
                for (var line = session.read(); line.isPresent(); line = session.read()) {
                    if (line.get().startsWith("/join ")) {
                        leave(room, outbox, nickname);
                        room = line.get().substring("/join ".length());
                        enter(room, outbox, nickname);
                    } else {
                        say(room, nickname + ": " + line.get());
                    }
                }
            } finally {
                leave(room, outbox, nickname);
            }
        }
    }
    // @end

    // @start region="room"
    private void say(String room, String line) {
        rooms.getOrDefault(room, Set.of()).forEach(outbox -> outbox.push(line));
    }
    // @end

    private void enter(String room, Outbox<String> outbox, String nickname) {
        rooms.compute(room, (_, members) -> {
            Set<Outbox<String>> all = members == null ? ConcurrentHashMap.newKeySet() : members;
            all.add(outbox);
            return all;
        });
        say(room, nickname + " joins " + room);
    }

    private void leave(String room, Outbox<String> outbox, String nickname) {
        rooms.computeIfPresent(room, (_, members) -> members.remove(outbox) && members.isEmpty() ? null : members);
        say(room, nickname + " leaves " + room);
    }
}
