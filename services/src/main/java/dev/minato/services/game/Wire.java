package dev.minato.services.game;

import java.nio.ByteBuffer;
import java.util.Optional;

/// The wire format: packets of at most [#MAX_PACKET] bytes, numbers in network byte order. All begin alike; `type`
/// is a letter of [PacketType].
///
/// ```
///   0   1   2   3
/// +---+---+---+---+
/// | M | G | 1 | t |  magic, version of the protocol, type
/// +---+---+---+---+
///
/// JOIN, client to server, 64 bytes: no answer to it is longer, so nobody gains by forging the sender
///   4               12              20              28                      64
/// +---------------+---------------+---------------+-----------------------+
/// |     nonce     |       cookie; zeros at first  |  zeros                |
/// +---------------+---------------+---------------+-----------------------+
///
/// CHALLENGE, server to client           REFUSED, server to client
///   4               12              28    4               12  13
/// +---------------+---------------+     +---------------+---+
/// |     nonce     |    cookie     |     |     nonce     | r |  r: a letter of Reason
/// +---------------+---------------+     +---------------+---+
///
/// WELCOME, server to client
///   4               12  14      18      20      22      24  25      29      31      33
/// +---------------+---+-------+-------+-------+-------+---+-------+-------+-------+
/// |     nonce     |id | token | width | height| speed | s | tick  |   x   |   y   |  s: snapshotEvery
/// +---------------+---+-------+-------+-------+-------+---+-------+-------+-------+
///
/// INPUT, client to server
///   4   6       10      12  13      15        15 + (n + 1) / 2
/// +---+-------+-------+---+-------+---------+
/// |id | token |  ack  | n | newest| inputs  |  n: 1 to 16, + 128 if there is an ack
/// +---+-------+-------+---+-------+---------+  inputs: the last n, the newest last, 4 bits each: 3 (dx + 1) + dy + 1
///
/// SNAPSHOT, server to client
///   4       8       10      12      16      18      20      22      24      26      28
/// +-------+-------+-------+-------+-------+-------+-------+-------+-------+-------+------------------------
/// | token | seq.  | base  | tick  | done  | heard |  age  |players|   x   |   y   | others: SnapshotDelta
/// +-------+-------+-------+-------+-------+-------+-------+-------+-------+-------+------------------------
///   base: the sequence of the snapshot that it differs from, or its own, if it stands alone
///   done: the last input that was simulated; heard: the newest that came, age ago, in units of 10 µs
///
/// LEAVE, client to server     GOODBYE, server to client
///   4   6       10              4       8   9
/// +---+-------+               +-------+---+
/// |id | token |               | token | r |  r: a letter of Reason
/// +---+-------+               +-------+---+
/// ```
///
/// Header, JOIN and REFUSED stay as they are in all versions, so that a server can refuse a client of another.
/// Sequence numbers of inputs and snapshots wrap around ([Serial]). x and y are points of the grid.
final class Wire {
    /// No packet is longer.
    static final int MAX_PACKET = 256;

    static final int HEADER = 4;
    static final int JOIN_LENGTH = 64;
    static final int VERSION = 1;

    private static final short MAGIC = 'M' << 8 | 'G';

    private Wire() {}

    /// Begins a packet in a buffer, whose contents are lost.
    static ByteBuffer begin(ByteBuffer out, PacketType type) {
        return out.clear().putShort(MAGIC).put((byte) VERSION).put(type.code());
    }

    /// Returns the type of the packet that is the whole of a buffer; a type that there is not is [PacketType#NONE].
    static PacketType type(ByteBuffer packet) {
        return packet.limit() < HEADER ? PacketType.NONE : PacketType.of(packet.get(3));
    }

    /// Returns what is wrong with the header of a packet; empty if nothing is.
    static Optional<Malformed> checkHeader(ByteBuffer packet) {
        if (packet.limit() < HEADER) {
            return Optional.of(Malformed.LENGTH);
        }
        if (packet.getShort(0) != MAGIC) {
            return Optional.of(Malformed.NOT_OURS);
        }
        return packet.get(2) == VERSION ? Optional.empty() : Optional.of(Malformed.VERSION);
    }

    static int unsignedShort(ByteBuffer packet, int index) {
        return Short.toUnsignedInt(packet.getShort(index));
    }

    static int unsignedByte(ByteBuffer packet, int index) {
        return Byte.toUnsignedInt(packet.get(index));
    }
}
