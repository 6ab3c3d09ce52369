package dev.minato.services;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.net.Received;
import java.nio.ByteBuffer;
import java.time.InstantSource;

/// Answers a datagram that is exactly `TIME` with the seconds since 1970 in ASCII, and no other.
public final class TimeDatagrams implements UdpService {
    private static final ByteBuffer QUESTION = ByteBuffer.wrap("TIME".getBytes(US_ASCII));

    private final InstantSource clock;

    /// @param clock what time it is
    public TimeDatagrams(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public boolean answer(ByteBuffer request, Received from, ByteBuffer reply) {
        if (!request.equals(QUESTION)) {
            return false;
        }
        reply.put(Long.toString(clock.instant().getEpochSecond()).getBytes(US_ASCII));
        return true;
    }
}
