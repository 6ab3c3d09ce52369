package dev.minato.services.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rooms by name, a bounded number. One that is empty disappears once nothing is left of what was said in
/// it, or when there is no room for another.
final class Rooms {
    private final Map<String, Room> rooms = new HashMap<>();
    private final ChatLimits limits;

    Rooms(ChatLimits limits) {
        this.limits = limits;
    }

    /// The outcome of entering a room.
    sealed interface Entry {
        /// He is in.
        ///
        /// @param history what was said before, oldest first
        /// @param slow those who cannot be told, and are closed
        record Entered(Room room, List<byte[]> history, Room.Slow slow) implements Entry {}

        /// He is not.
        ///
        /// @param reason in words, to be shown
        record Refused(String reason) implements Entry {}
    }

    /// Lets a member into the room of that name, which there is afterwards.
    Entry enter(Name name, Member member, long now) {
        Entry entry = place(name, member, now);
        if (entry instanceof Entry.Entered entered) {
            entered.slow().close();
        }
        return entry;
    }

    private synchronized Entry place(Name name, Member member, long now) {
        Room known = rooms.get(name.folded());
        if (known == null && !makePlace(now)) {
            return new Entry.Refused(
                    "there are " + limits.maxRooms() + " rooms, and somebody in each; /rooms lists them");
        }
        Room room = known == null ? new Room(name, limits) : known;
        if (room.isFull()) {
            return new Entry.Refused(room.name() + " is full: " + limits.maxMembers() + " members");
        }
        rooms.put(name.folded(), room);
        return room.enter(member, Notice.of(member.name() + " joined " + room.name()), now);
    }

    /// Returns false if there are as many rooms as there may be, with somebody in each.
    private boolean makePlace(long now) {
        if (rooms.size() < limits.maxRooms()) {
            return true;
        }
        removeVoid(now);
        if (rooms.size() < limits.maxRooms()) {
            return true;
        }
        Optional<Room> empty = rooms.values().stream().filter(Room::isEmpty).findFirst();
        empty.ifPresent(room -> rooms.remove(room.name().folded()));
        return empty.isPresent();
    }

    private void removeVoid(long now) {
        rooms.values().removeIf(room -> room.isVoid(now));
    }

    /// Lets a member out of a room.
    synchronized void leave(Room room, Member member, long now) {
        room.leave(member);
        if (room.isVoid(now)) {
            rooms.remove(room.name().folded());
        }
    }

    synchronized Optional<Room> find(Name name) {
        return Optional.ofNullable(rooms.get(name.folded()));
    }

    /// Returns the rooms that there are.
    synchronized List<Room> all(long now) {
        removeVoid(now);
        return new ArrayList<>(rooms.values());
    }
}
