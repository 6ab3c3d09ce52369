package dev.minato.platform;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The metadata of one datagram: its length, its address, and what control messages say of it. Filled again
/// for each, so that receiving allocates nothing. Not safe for use by several threads.
///
/// @param <A> the address: the sender of one that was received, the receiver of one that is to be sent
public final class DatagramMeta<A> {
    private int length;
    private int realLength;
    private @Nullable A address;
    private Optional<A> local = Optional.empty();
    private final PacketFields packet = new PacketFields();

    /// Whether anybody may have set some of [#packet] since it was cleared.
    private boolean isPacketUsed;

    private int ecn = PacketFields.UNKNOWN;
    private int segmentSize;
    private int sent;

    /// The metadata of an empty datagram without an address.
    public DatagramMeta() {}

    /// Begins anew: `length` bytes are here, of the `realLength` that `sender` sent, and nothing else is known.
    public void received(int length, int realLength, A sender) {
        reset(length, realLength);
        address = sender;
    }

    /// Begins anew, for one of several that came at once: as `all`, with lengths of its own.
    public void received(int length, int realLength, DatagramMeta<A> all) {
        received(length, realLength, all.address());
        local = all.local;
        packet().copy(all.packet);
    }

    /// Begins anew: `length` bytes are to be sent to the connected peer.
    public void toSend(int length) {
        reset(length, length);
        address = null;
    }

    private void reset(int length, int realLength) {
        this.length = length;
        this.realLength = realLength;
        local = Optional.empty();
        if (isPacketUsed) {
            packet.clear();
            isPacketUsed = false;
        }
        ecn = PacketFields.UNKNOWN;
        segmentSize = 0;
        sent = 0;
    }

    /// How many bytes are here.
    public int length() {
        return length;
    }

    /// How many bytes its sender sent.
    public int realLength() {
        return realLength;
    }

    /// Whether there is an address; without one it goes to the connected peer.
    public boolean hasAddress() {
        return address != null;
    }

    /// The sender, or the receiver of one that is to be sent.
    ///
    /// @throws IllegalStateException without one
    public A address() {
        if (address == null) {
            throw new IllegalStateException("the datagram has no address");
        }
        return address;
    }

    /// Sets [#address].
    public void setAddress(A address) {
        this.address = address;
    }

    /// The address of this machine that it was sent to, if the socket asks for that
    /// ([PlatformOptions#RECEIVE_LOCAL_ADDRESS]) and it is one of one machine; or the one that it is to be sent
    /// from, empty where the kernel is to choose.
    public Optional<A> local() {
        return local;
    }

    /// What the packet that it came in says, as far as the socket asks for it.
    public PacketFields packet() {
        isPacketUsed = true;
        return packet;
    }

    /// The ECN codepoint that it is to be sent with, 0 to 3; [PacketFields#UNKNOWN] for the socket's own.
    public int ecn() {
        return ecn;
    }

    /// Sets [#ecn].
    public void setEcn(int ecn) {
        this.ecn = ecn;
    }

    /// Sets [#local].
    public void setLocal(Optional<A> local) {
        this.local = local;
    }

    /// Whether the bytes are several datagrams: each of [#segmentSize] bytes, of which the last may have fewer.
    public boolean isSegmented() {
        return segmentSize > 0 && segmentSize < length;
    }

    /// How many bytes each datagram but the last has; all of them for a single one.
    public int segmentSize() {
        return isSegmented() ? segmentSize : length;
    }

    /// Sets [#segmentSize]; 0 for a single datagram.
    public void setSegmentSize(int segmentSize) {
        this.segmentSize = segmentSize;
    }

    /// How many bytes of several datagrams were sent, if not all were: the next try goes on behind them.
    public int sent() {
        return sent;
    }

    /// Sets [#sent].
    public void setSent(int sent) {
        this.sent = sent;
    }
}
