package dev.minato.platform;

/// What is known of the packet that a datagram came in, beside its addresses. Filled again for each, so that
/// receiving allocates nothing. Not safe for use by several threads.
public final class PacketFields {
    /// The ECN codepoint and the hop limit of a packet of which they are not known.
    public static final int UNKNOWN = -1;

    private int interfaceIndex;
    private int ecn = UNKNOWN;
    private int hopLimit = UNKNOWN;
    private long time;

    /// Nothing is known yet.
    public PacketFields() {}

    /// Forgets all.
    public void clear() {
        interfaceIndex = 0;
        ecn = UNKNOWN;
        hopLimit = UNKNOWN;
        time = 0;
    }

    /// Becomes as another.
    public void copy(PacketFields other) {
        interfaceIndex = other.interfaceIndex;
        ecn = other.ecn;
        hopLimit = other.hopLimit;
        time = other.time;
    }

    /// The number of the interface that it came through; 0 if that is not known.
    public int interfaceIndex() {
        return interfaceIndex;
    }

    /// Sets [#interfaceIndex].
    public void setInterfaceIndex(int index) {
        interfaceIndex = index;
    }

    /// The ECN codepoint, 0 to 3 (RFC 3168); [#UNKNOWN].
    public int ecn() {
        return ecn;
    }

    /// Sets [#ecn] to the last two bits of a traffic class.
    public void setTrafficClass(int trafficClass) {
        ecn = trafficClass & 3;
    }

    /// The routers that it could still have passed, plus one; [#UNKNOWN].
    public int hopLimit() {
        return hopLimit;
    }

    /// Sets [#hopLimit].
    public void setHopLimit(int hopLimit) {
        this.hopLimit = hopLimit;
    }

    /// When the kernel got it, in nanoseconds since 1970 by the clock of the system; 0 if that is not known.
    public long time() {
        return time;
    }

    /// Sets [#time].
    public void setTime(long nanos) {
        time = nanos;
    }
}
