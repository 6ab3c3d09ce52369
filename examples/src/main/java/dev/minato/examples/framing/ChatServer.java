package dev.minato.examples.framing;

import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.framed.Arrival;
import dev.minato.framed.Framed;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.BoundedChannel;
import dev.minato.task.TaskGroup;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A chat server: each line that somebody says goes to all who are there, the speaker too.
///
/// Each connection has one task and a mailbox. The task waits for its peer or its mailbox, whichever has
/// something first, so no lock guards the connection and nobody but its task writes to it. Whoever does not
/// read what the others say finds his mailbox full, and is thrown out: they wait for him once, for a moment. A
/// moment is needed: what a peer says in one segment is said before any other task has its turn.
///
/// ```
/// $ examples/run ChatServer &
/// $ nc 127.0.0.1 7878          in two terminals
/// ```
final class ChatServer {
    private static final int MAX_LINE = 1000;
    private static final int MAX_UNREAD = 1000;
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final Set<Member> room = ConcurrentHashMap.newKeySet();

    private record Member(BoundedChannel<String> mailbox, TcpStream stream) {}

    static void main(String[] args) throws Exception {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7878")) {
            new ChatServer().serve(listener);
        }
    }

    void serve(TcpListener listener) {
        try (var connections = TaskGroup.isolated()) {
            for (TcpStream stream : listener.incoming()) {
                connections.spawn("chat", () -> join(stream));
            }
        }
    }

    private void join(TcpStream stream) throws Exception {
        try (var peer = new Framed<>(stream, LineCodec.utf8(MAX_LINE));
                var mailbox = new BoundedChannel<String>(MAX_UNREAD)) {
            var me = new Member(mailbox, stream);
            room.add(me);
            try {
                talk(peer, me);
            } finally {
                room.remove(me);
            }
            for (String line : mailbox.closeAndDrain()) {
                peer.write(line);
            }
        }
    }

    // @start region="read"
    private void talk(Framed<String, String> peer, Member me) throws Exception {
        for (; ; ) {
            switch (peer.readOr(me.mailbox())) {
                case Arrival.Message(String line) -> {
                    peer.write(line);
                    tellOthers(line, me);
                }
                case Arrival.Value(String line) -> peer.write(line);
                case Arrival.PeerEnded(), Arrival.ChannelEnded() -> {
                    return;
                }
            }
        }
    }

    private void tellOthers(String line, Member me) throws InterruptedException, NetException {
        for (var member : room) {
            try {
                if (!member.equals(me)) {
                    member.mailbox().send(line, PATIENCE);
                }
            } catch (NetException e) {
                if (e.kind() == ErrorKind.TIMED_OUT) {
                    member.mailbox().close();
                    member.stream().closeReset(); // its task may be waiting in a write, for ever
                }
            }
        }
    }
    // @end
}
