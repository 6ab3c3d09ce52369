package dev.minato.services.chat;

import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.server.Outbox;
import dev.minato.server.RequestHandler;
import dev.minato.server.Session;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What one peer says and asks for, from his nickname to his leaving. For the task of his connection.
///
/// ```
///  NO NAME ──a nickname──▶ IN A ROOM ──/join──▶ IN ANOTHER
///                              └── /join of a room that is full: stays where he is
/// ```
final class Visit implements RequestHandler<String, byte[]> {
    /// How long a member may be silent, and hear nothing.
    private static final Duration SILENCE = Duration.ofMinutes(30);

    /// The most names that one who enters is told.
    private static final int MAX_NAMES = 10;

    /// A browser's first line, sent for a web page that would speak to others here.
    private static final Pattern HTTP = Pattern.compile(" HTTP/\\d\\.\\d$");

    private static final Name LOBBY = Name.of("lobby").orElseThrow();

    private static final List<String> HELP = List.of(
            "/nick NAME       takes another nickname",
            "/join ROOM       goes to another room; a new one, if there is none of that name",
            "/rooms           lists the rooms",
            "/who [ROOM]      lists who is there",
            "/msg NAME TEXT   says something to one member only",
            "/quit            leaves",
            "//TEXT           says /TEXT; anything else is said as it is");

    private final Nicknames nicknames;
    private final Rooms rooms;
    private final ChatLimits limits;
    private final InstantSource clock;
    private final Outbox<byte[]> outbox;
    private final Pace pace;
    private @Nullable Member me;
    private @Nullable Room room;

    Visit(Nicknames nicknames, Rooms rooms, ChatLimits limits, InstantSource clock, Outbox<byte[]> outbox) {
        this.nicknames = nicknames;
        this.rooms = rooms;
        this.limits = limits;
        this.clock = clock;
        this.outbox = outbox;
        this.pace = new Pace(limits, clock);
    }

    @Override
    public void handle(String line, Session<String, byte[]> session) throws NetException {
        String text = PlainText.of(line);
        if (!text.isEmpty()) {
            take(text, session);
        }
        session.pause(pace.afterLine());
    }

    @Override
    public void refuse(NetException failure, Session<String, byte[]> session) throws NetException {
        String what = switch (failure.kind()) {
            case MESSAGE_TOO_LONG -> "a line may have " + limits.maxLine() + " bytes; that one was dropped";
            case INVALID_DATA -> "that line is not UTF-8, and was dropped";
            case UNEXPECTED_EOF -> "that line has no end, and was dropped";
            default -> throw failure;
        };
        notice(session, what);
        session.pause(pace.afterLine());
    }

    private void take(String text, Session<String, byte[]> session) throws NetException {
        Member member = me;
        if (text.startsWith("/") && !text.startsWith("//")) {
            int space = text.indexOf(' ');
            String command = space < 0 ? text : text.substring(0, space);
            command(member, command, space < 0 ? "" : text.substring(space).strip(), session);
        } else if (member == null && HTTP.matcher(text).find()) {
            session.end();
        } else if (member == null) {
            introduce(text, session);
        } else {
            say(member, text.startsWith("//") ? text.substring(1) : text, session);
        }
    }

    private void command(@Nullable Member member, String command, String rest, Session<String, byte[]> session)
            throws NetException {
        if (command.equals("/help")) {
            help(session);
        } else if (command.equals("/quit")) {
            notice(session, "goodbye");
            session.end();
        } else if (member == null) {
            notice(session, "a nickname first, please");
        } else {
            command(command, member, rest, session);
        }
    }

    private void command(String command, Member member, String rest, Session<String, byte[]> session)
            throws NetException {
        switch (command) {
            case "/nick" -> rename(member, rest, session);
            case "/join" -> join(member, rest, session);
            case "/rooms" -> listRooms(session);
            case "/who" -> listMembers(rest, session);
            case "/msg" -> tell(member, rest, session);
            default -> notice(session, "there is no " + command + "; /help lists what there is");
        }
    }

    private void introduce(String text, Session<String, byte[]> session) throws NetException {
        Optional<Name> name = name(text, session);
        if (name.isEmpty()) {
            return;
        }
        var member = new Member(name.get(), outbox, limits.outbox());
        if (!nicknames.add(member)) {
            notice(session, name.get() + " is taken; try another");
            return;
        }
        me = member;
        mayBeSilent(session.connection().stream());
        notice(session, "hello " + name.get() + "; /help lists what you can do");
        enter(LOBBY, member, session);
    }

    /// Has a member wait for others to speak, for longer than the server has other peers wait.
    private static void mayBeSilent(ByteStream stream) {
        boolean isShorter =
                stream.readTimeout().filter(each -> each.compareTo(SILENCE) < 0).isPresent();
        if (isShorter) {
            stream.setReadTimeout(SILENCE);
        }
    }

    private static Optional<Name> name(String text, Session<String, byte[]> session) throws NetException {
        Optional<Name> name = Name.of(text.startsWith("#") ? text.substring(1) : text);
        if (name.isEmpty()) {
            notice(session, "a name has " + Name.RULE);
        }
        return name;
    }

    private void rename(Member member, String text, Session<String, byte[]> session) throws NetException {
        Optional<Name> name = name(text, session);
        if (name.isEmpty()) {
            return;
        }
        Name before = member.name();
        if (!nicknames.rename(member, name.get())) {
            notice(session, name.get() + " is taken; try another");
            return;
        }
        byte[] notice = Notice.of(before + " is now " + name.get());
        session.write(notice);
        if (room != null) {
            room.announce(member, notice);
        }
    }

    private void join(Member member, String text, Session<String, byte[]> session) throws NetException {
        Optional<Name> name = name(text, session);
        if (name.isEmpty()) {
            return;
        }
        if (room != null && room.name().folded().equals(name.get().folded())) {
            notice(session, "you are in " + room.name() + " already");
            return;
        }
        enter(name.get(), member, session);
    }

    /// Enters the new room before he leaves the old one: if it is full he stays where he is. What was said in
    /// the old one is sent before.
    private void enter(Name name, Member member, Session<String, byte[]> session) throws NetException {
        session.pause(Duration.ZERO);
        Room before = room;
        switch (rooms.enter(name, member, clock.millis())) {
            case Rooms.Entry.Refused(String reason) -> notice(session, reason);
            case Rooms.Entry.Entered(Room entered, List<byte[]> history, Room.Slow _) -> {
                room = entered;
                leave(before, member, " left for " + entered.name());
                notice(session, "you are in " + entered.name() + ", " + company(entered, member));
                for (byte[] line : history) {
                    session.write(Notice.EARLIER);
                    session.write(line);
                }
            }
        }
    }

    private static String company(Room room, Member member) {
        String mine = member.name().text();
        List<String> others =
                room.names().stream().filter(each -> !each.equals(mine)).toList();
        if (others.isEmpty()) {
            return "alone";
        }
        return "with " + (others.size() <= MAX_NAMES ? String.join(", ", others) : others.size() + " others");
    }

    private void leave(@Nullable Room left, Member member, String how) {
        if (left != null) {
            rooms.leave(left, member, clock.millis());
            left.announce(member, Notice.of(member.name() + how));
        }
    }

    private void say(Member member, String text, Session<String, byte[]> session) throws NetException {
        if (room == null) {
            notice(session, "you are in no room; /join one");
        } else {
            room.say(member, Notice.said(member.name(), text), clock.millis());
        }
    }

    private void tell(Member member, String rest, Session<String, byte[]> session) throws NetException {
        int space = rest.indexOf(' ');
        if (space < 0) {
            notice(session, "/msg NAME TEXT");
            return;
        }
        Optional<Name> name = name(rest.substring(0, space), session);
        if (name.isEmpty()) {
            return;
        }
        byte[] line = Notice.told(member.name(), rest.substring(space).strip());
        boolean told = nicknames.find(name.get()).map(to -> to.send(line)).orElse(false);
        notice(session, told ? name.get() + " was told" : "there is no " + name.get());
    }

    private void listRooms(Session<String, byte[]> session) throws NetException {
        var byName = Comparator.comparing((Room each) -> each.name().folded());
        for (Room each : rooms.all(clock.millis()).stream().sorted(byName).toList()) {
            notice(session, each.name() + ": " + each.size());
        }
    }

    private void listMembers(String rest, Session<String, byte[]> session) throws NetException {
        Optional<Room> asked = Optional.ofNullable(room);
        if (!rest.isEmpty()) {
            asked = name(rest, session).flatMap(rooms::find);
        }
        String names = asked.map(each -> each.name() + ": " + String.join(", ", each.names()))
                .orElse("there is no such room");
        notice(session, names);
    }

    private static void help(Session<String, byte[]> session) throws NetException {
        for (String line : HELP) {
            notice(session, line);
        }
    }

    private static void notice(Session<String, byte[]> session, String text) throws NetException {
        session.write(Notice.of(text));
    }

    /// Leaves the room and gives the nickname back.
    ///
    /// @param silently whether everybody leaves
    void leave(boolean silently) {
        Member member = me;
        if (member == null) {
            return;
        }
        if (room != null && silently) {
            rooms.leave(room, member, clock.millis());
        } else {
            leave(room, member, " left");
        }
        nicknames.remove(member);
    }
}
