package dev.minato.services.chat;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Who is there, by nickname; no two names in it have the same folded form.
final class Nicknames {
    private final ConcurrentMap<String, Member> members = new ConcurrentHashMap<>();

    Optional<Member> find(Name name) {
        return Optional.ofNullable(members.get(name.folded()));
    }

    /// Enters a member under his name. False if somebody else has it.
    boolean add(Member member) {
        return members.putIfAbsent(member.name().folded(), member) == null;
    }

    /// Gives a member another name, perhaps the same in another spelling. False if somebody else has it.
    boolean rename(Member member, Name name) {
        String before = member.name().folded();
        Member owner = members.putIfAbsent(name.folded(), member);
        if (owner != null && !owner.equals(member)) {
            return false;
        }
        member.setName(name);
        if (!before.equals(name.folded())) {
            members.remove(before);
        }
        return true;
    }

    void remove(Member member) {
        members.remove(member.name().folded());
    }
}
