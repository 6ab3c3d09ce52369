package dev.minato.services;

import dev.minato.address.SocketAddr;
import java.time.Duration;

/// The end of a connection, as a [ConnectionLog] learns of it.
///
/// @param service the service
/// @param peer the peer's address
/// @param bytesIn how many bytes the service read
/// @param bytesOut how many bytes the service wrote
/// @param duration how long it was served
/// @param reason `done`, or the failure that ended it, such as `read 127.0.0.1:50000: timed out`
public record ConnectionEnd(
        String service, SocketAddr peer, long bytesIn, long bytesOut, Duration duration, String reason) {}
