package dev.minato.cli;

import dev.minato.platform.Capabilities;
import java.util.List;

/// A capability of the platform, as `doctor` shows it.
///
/// @param name its name in [Capabilities]
/// @param isHere whether the platform has it
/// @param meaning what it is
record Feature(String name, boolean isHere, String meaning) {
    /// Returns all, in the order of [Capabilities].
    static List<Feature> all(Capabilities can) {
        return List.of(
                new Feature("errorNumbers", can.errorNumbers(), "failures carry errno"),
                new Feature("ttl", can.ttl(), "time to live, read and set"),
                new Feature("takeError", can.takeError(), "a socket's pending error"),
                new Feature("onlyV6", can.onlyV6(), "IPv6 sockets that take no IPv4"),
                new Feature("kernelPeek", can.kernelPeek(), "peeked bytes stay in the kernel"),
                new Feature("keepAliveTimes", can.keepAliveTimes(), "when and how often to probe"),
                new Feature("userTimeout", can.userTimeout(), "TCP_USER_TIMEOUT"),
                new Feature("unsentBytes", can.unsentBytes(), "unsent bytes, TCP_NOTSENT_LOWAT"),
                new Feature("quickAck", can.quickAck(), "TCP_QUICKACK"),
                new Feature("bindDevice", can.bindDevice(), "SO_BINDTODEVICE"),
                new Feature("unixStreams", can.unixStreams(), "Unix sockets: streams"),
                new Feature("unixDatagrams", can.unixDatagrams(), "Unix sockets: datagrams"),
                new Feature("abstractNames", can.abstractNames(), "Unix sockets without a file"),
                new Feature("peerCredentials", can.peerCredentials(), "Unix sockets: who the peer is"),
                new Feature("datagramBatches", can.datagramBatches(), "many datagrams per syscall"),
                new Feature("droppedDatagrams", can.droppedDatagrams(), "datagrams the kernel had no room for"),
                new Feature("segmentationOffload", can.segmentationOffload(), "bursts of datagrams in one piece"),
                new Feature("receiveCoalescing", can.receiveCoalescing(), "bursts of datagrams received at once"),
                new Feature("datagramDestination", can.datagramDestination(), "the address a datagram was sent to"),
                new Feature("datagramFields", can.datagramFields(), "a datagram's ECN mark, hop limit and time"),
                new Feature("pathMtu", can.pathMtu(), "the longest packet on the path to the UDP peer"),
                new Feature("datagramErrors", can.datagramErrors(), "ICMP errors that datagrams cause"),
                new Feature("sourceMulticast", can.sourceMulticast(), "groups joined for one sender"),
                new Feature(
                        "sendsEmptyWhenConnected", can.sendsEmptyWhenConnected(), "empty datagrams to the UDP peer"),
                new Feature(
                        "sendsElsewhereWhenConnected",
                        can.sendsElsewhereWhenConnected(),
                        "datagrams to others than the UDP peer"),
                new Feature("inheritedSockets", can.inheritedSockets(), "sockets that a service manager opened"));
    }
}
