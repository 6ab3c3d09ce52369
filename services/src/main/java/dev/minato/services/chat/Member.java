package dev.minato.services.chat;

import dev.minato.server.Outbox;

/// Somebody with a nickname, and the queue of what is sent to him.
final class Member {
    private final Outbox<byte[]> outbox;
    private final int capacity;
    private volatile Name name;

    /// @param capacity of the outbox
    Member(Name name, Outbox<byte[]> outbox, int capacity) {
        this.name = name;
        this.outbox = outbox;
        this.capacity = capacity;
    }

    Name name() {
        return name;
    }

    void setName(Name other) {
        name = other;
    }

    /// Whether the next message will close his connection.
    boolean isBehind() {
        return outbox.queued() >= capacity;
    }

    /// Sends him a line. False if he is going, perhaps since he does not read.
    boolean send(byte[] line) {
        return outbox.push(line);
    }
}
