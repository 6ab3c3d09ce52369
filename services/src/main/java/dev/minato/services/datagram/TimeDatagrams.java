package dev.minato.services.datagram;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.error.NetException;
import dev.minato.server.UdpHandler;
import dev.minato.server.UdpRequest;
import java.nio.ByteBuffer;
import java.time.InstantSource;

/// The service `time`: answers a datagram that is exactly `TIME` with the seconds since 1970 in ASCII, and no
/// other.
public final class TimeDatagrams implements UdpHandler {
    private static final ByteBuffer QUESTION = ByteBuffer.wrap("TIME".getBytes(US_ASCII));

    private final InstantSource clock;

    /// @param clock the time of day
    public TimeDatagrams(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void handle(UdpRequest request) throws NetException {
        if (request.data().equals(QUESTION)) {
            String seconds = Long.toString(clock.instant().getEpochSecond());
            boolean _ = request.reply(
                    request.replyBuffer().put(seconds.getBytes(US_ASCII)).flip());
        }
    }
}
