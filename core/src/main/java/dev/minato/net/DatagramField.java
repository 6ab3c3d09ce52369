package dev.minato.net;

import dev.minato.platform.PlatformOptions;
import java.net.SocketOption;

/// What a [UdpSocket] can be told with each datagram, beside its sender and the address that it was sent to;
/// see [UdpSocket#setReceiveFields].
public enum DatagramField {
    /// The mark of congested routers: [Received#ecn].
    ECN,

    /// How many routers it could still have passed: [Received#hopLimit].
    HOP_LIMIT,

    /// When the kernel got it: [Received#timeNanos].
    TIME;

    SocketOption<Boolean> option() {
        return switch (this) {
            case ECN -> PlatformOptions.RECEIVE_ECN;
            case HOP_LIMIT -> PlatformOptions.RECEIVE_HOP_LIMIT;
            case TIME -> PlatformOptions.RECEIVE_TIME;
        };
    }
}
