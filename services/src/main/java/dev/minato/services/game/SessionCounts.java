package dev.minato.services.game;

import java.nio.ByteBuffer;

/// What a [ClientSession] counts.
final class SessionCounts {
    long packetsIn;
    long bytesIn;
    long packetsOut;
    long bytesOut;
    long ignored;
    long snapshots;
    long corrections;

    void sent(ByteBuffer packet) {
        packetsOut++;
        bytesOut += packet.remaining();
    }
}
