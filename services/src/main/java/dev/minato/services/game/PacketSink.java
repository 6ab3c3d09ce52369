package dev.minato.services.game;

import java.nio.ByteBuffer;

/// A taker of packets that are to be sent; it copies them.
@FunctionalInterface
interface PacketSink {
    void send(ByteBuffer packet, Peer to);
}
