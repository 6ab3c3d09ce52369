package dev.minato.net;

import dev.minato.platform.PlatformOptions;
import java.net.SocketOption;

/// What a [UdpSocket] can be told with each datagram, beside its sender and the address that it was sent to;
/// see [UdpSocket#setReceiveFields].
public enum DatagramField {
    /// The mark of congested routers: [Received#ecn].
    ECN(PlatformOptions.RECEIVE_ECN),

    /// How many routers it could still have passed: [Received#hopLimit].
    HOP_LIMIT(PlatformOptions.RECEIVE_HOP_LIMIT),

    /// When the kernel got it: [Received#timeNanos].
    TIME(PlatformOptions.RECEIVE_TIME);

    @SuppressWarnings("ImmutableEnumChecker") // an option is a name and a type
    final SocketOption<Boolean> option;

    DatagramField(SocketOption<Boolean> option) {
        this.option = option;
    }
}
