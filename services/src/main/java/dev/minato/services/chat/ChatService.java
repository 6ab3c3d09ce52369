package dev.minato.services.chat;

import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionHandler;
import dev.minato.server.Session;
import dev.minato.server.SlowReaderPolicy;
import dev.minato.services.lines.ReplyEncoder;
import java.time.InstantSource;
import java.util.Objects;

/// The service `chat`: rooms of members with nicknames, for people with netcat or telnet.
///
/// | line | what it does |
/// |---|---|
/// | the first | is the nickname; the member is in the room `lobby` then |
/// | `/nick NAME` | takes another nickname |
/// | `/join ROOM` | goes to a room, which there is then; shows what was said there last |
/// | `/rooms`, `/who [ROOM]` | lists rooms, or members |
/// | `/msg NAME TEXT` | says something to one member |
/// | `/help`, `/quit` | |
/// | `//TEXT` | says `/TEXT` |
/// | anything else | is said to the others in the room |
///
/// Lines are UTF-8 and end with LF or CR LF; what is sent ends with LF. What members say is plain text
/// ([PlainText]), and always begins with a name ([Notice]). A bad line is answered with what is wrong, and
/// the conversation goes on.
///
/// A peer that sends faster than [ChatLimits#interval] is read more slowly, and nothing of it is lost. A
/// member who does not read what is sent to him is closed when his [dev.minato.server.Outbox] is full; nobody
/// waits for him. A member may be silent for half an hour; who has no nickname yet has the idle timeout of
/// the server.
public final class ChatService implements ConnectionHandler {
    private static final int MAX_UNSENT = 16 * 1024;

    private final ChatLimits limits;
    private final InstantSource clock;
    private final Nicknames nicknames = new Nicknames();
    private final Rooms rooms;

    /// @param clock tells when lines were said, and how fast
    public ChatService(ChatLimits limits, InstantSource clock) {
        this.limits = Objects.requireNonNull(limits, "limits");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.rooms = new Rooms(limits);
    }

    @Override
    public void handle(Connection connection) throws Exception {
        waitInOutbox(connection);
        var lines = LineCodec.utf8(limits.maxLine()).terminated();
        try (var session = new Session<>(connection, lines, new ReplyEncoder())) {
            var outbox = session.openOutbox(limits.outbox(), SlowReaderPolicy.CLOSE);
            session.write(Notice.of("welcome; what is your nickname?"));
            var visit = new Visit(nicknames, rooms, limits, clock, outbox);
            try {
                session.serve(visit);
            } finally {
                visit.leave(connection.stopSignal().isSet());
            }
            if (connection.stopSignal().isSet()) {
                session.write(Notice.of("the server is going down; goodbye"));
            }
        }
    }

    /// Has what is to be sent wait in the outbox, which is bounded, and not in the kernel, where it would get
    /// old.
    private static void waitInOutbox(Connection connection) throws NetException {
        try {
            if (connection.tcp().isPresent()) {
                connection.tcp().get().setNotSentLowWaterMark(MAX_UNSENT);
            }
        } catch (NetException e) {
            // On the jdk platform the kernel takes some megabytes more.
            if (e.kind() != ErrorKind.UNSUPPORTED) {
                throw e;
            }
        }
    }
}
