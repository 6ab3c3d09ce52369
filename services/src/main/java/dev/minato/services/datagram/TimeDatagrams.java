package dev.minato.services.datagram;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.net.Received;
import dev.minato.services.server.UdpService;
import java.nio.ByteBuffer;
import java.time.InstantSource;

/// The service `time`: answers a datagram that is exactly `TIME` with the seconds since 1970 in ASCII, and no
/// other.
public final class TimeDatagrams implements UdpService {
    private static final ByteBuffer QUESTION = ByteBuffer.wrap("TIME".getBytes(US_ASCII));

    private final InstantSource clock;

    /// @param clock the time of day
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
