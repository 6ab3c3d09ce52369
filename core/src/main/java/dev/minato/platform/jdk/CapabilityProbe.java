package dev.minato.platform.jdk;

import dev.minato.platform.Capabilities;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolFamily;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.stream.Collectors;

/// The probe of what the JDK's channels can do here, which depends on the operating system, and on whether the
/// module `jdk.net` is there.
final class CapabilityProbe {
    private CapabilityProbe() {}

    /// Asks channels of both kinds, which it opens for that.
    static Capabilities find() {
        Set<String> tcp = options(StandardProtocolFamily.INET);
        Set<String> unix = options(StandardProtocolFamily.UNIX);
        return new Capabilities(
                /* errorNumbers= */ false,
                /* ttl= */ false,
                /* takeError= */ false,
                /* onlyV6= */ false,
                /* kernelPeek= */ false,
                /* keepAliveTimes= */ tcp.contains("TCP_KEEPIDLE"),
                /* userTimeout= */ false,
                /* unsentBytes= */ false,
                /* quickAck= */ tcp.contains("TCP_QUICKACK"),
                /* bindDevice= */ false,
                /* unixStreams= */ !unix.isEmpty(),
                /* unixDatagrams= */ false,
                /* abstractNames= */ false,
                /* peerCredentials= */ false, // the JDK says names, not numbers
                /* datagramBatches= */ false,
                /* droppedDatagrams= */ false,
                /* datagramDestination= */ false,
                /* segmentationOffload= */ false,
                /* receiveCoalescing= */ false,
                /* datagramFields= */ false,
                /* pathMtu= */ false,
                /* datagramErrors= */ false,
                /* sourceMulticast= */ true,
                /* sendsEmptyWhenConnected= */ false,
                /* sendsElsewhereWhenConnected= */ false,
                /* inheritedSockets= */ false);
    }

    /// The names of the options that a channel of that family has; none if there is no such channel.
    private static Set<String> options(ProtocolFamily family) {
        try (var channel = SocketChannel.open(family)) {
            return channel.supportedOptions().stream().map(SocketOption::name).collect(Collectors.toSet());
        } catch (UnsupportedOperationException e) {
            return Set.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
