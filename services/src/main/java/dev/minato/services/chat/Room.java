package dev.minato.services.chat;

import dev.minato.platform.pace.WithoutYield;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A room: its members, and what was said last. All of them see its lines in the same order.
final class Room {
    private final Name name;
    private final ChatLimits limits;

    // Guarded by this, as is the history: whoever enters gets each line once, from the history or as it is said.
    private final Set<Member> members = new LinkedHashSet<>();
    private final History history;

    Room(Name name, ChatLimits limits) {
        this.name = name;
        this.limits = limits;
        this.history = new History(limits);
    }

    Name name() {
        return name;
    }

    synchronized boolean isFull() {
        return members.size() >= limits.maxMembers();
    }

    /// Whether there is nothing left that anybody could miss.
    synchronized boolean isVoid(long now) {
        return members.isEmpty() && history.isEmpty(now);
    }

    synchronized boolean isEmpty() {
        return members.isEmpty();
    }

    synchronized int size() {
        return members.size();
    }

    /// Returns the names of the members, in the order in which they came.
    synchronized List<String> names() {
        return members.stream().map(member -> member.name().text()).toList();
    }

    /// Lets a member in and tells the others; with what was said before.
    synchronized Rooms.Entry.Entered enter(Member member, byte[] notice, long now) {
        List<byte[]> before = history.lines(now);
        Slow slow = tell(member, notice);
        members.add(member);
        return new Rooms.Entry.Entered(this, before, slow);
    }

    /// Lets a member out.
    synchronized void leave(Member member) {
        members.remove(member);
    }

    /// Tells all but one of them something that is not kept.
    void announce(Member except, byte[] notice) {
        Slow slow;
        synchronized (this) {
            slow = tell(except, notice);
        }
        slow.close();
    }

    /// Says a line to the others, and keeps it.
    void say(Member speaker, byte[] line, long now) {
        Slow slow;
        synchronized (this) {
            history.add(line, now);
            slow = tell(speaker, line);
        }
        slow.close();
    }

    private Slow tell(Member except, byte[] line) {
        return WithoutYield.call(() -> tellEach(except, line));
    }

    private Slow tellEach(Member except, byte[] line) {
        List<Member> slow = new ArrayList<>();
        for (Member member : members) {
            if (member.equals(except)) {
                continue;
            }
            if (member.isBehind()) {
                slow.add(member);
            } else {
                boolean _ = member.send(line);
            }
        }
        return new Slow(slow, line);
    }

    /// Those who have no room for a line.
    static final class Slow {
        private final List<Member> members;
        private final byte[] line;

        private Slow(List<Member> members, byte[] line) {
            this.members = members;
            this.line = line;
        }

        /// Closes their connections, without any lock, since closing a socket may wait.
        void close() {
            members.forEach(member -> member.send(line));
        }
    }
}
