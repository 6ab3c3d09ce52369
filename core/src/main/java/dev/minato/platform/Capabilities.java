package dev.minato.platform;

/// The features of a platform on this machine. A missing one fails with UNSUPPORTED, unless stated otherwise
/// below.
///
/// @param errorNumbers failures carry the errno (`NetException.osError()`); else that is empty
/// @param ttl the time to live of what a socket sends, read and set
/// @param takeError the error that a socket holds, taken without a read or a write
/// @param onlyV6 whether an IPv6 socket takes IPv4 too, chosen
/// @param kernelPeek peeked bytes stay in the kernel; else Minato keeps them, and they count as read for the
///     peer
/// @param keepAliveTimes the times and the count of keep-alive probes
/// @param userTimeout how long what was sent may stay unacknowledged (`TCP_USER_TIMEOUT`)
/// @param unsentBytes how much of what was written is unsent, and a mark for it (`TCP_NOTSENT_LOWAT`)
/// @param quickAck acknowledging at once (`TCP_QUICKACK`)
/// @param bindDevice a socket bound to one network interface (`SO_BINDTODEVICE`)
/// @param unixStreams Unix sockets: streams over paths
/// @param unixDatagrams Unix sockets: datagrams, and pairs
/// @param abstractNames Unix addresses that are no paths
/// @param peerCredentials which user is at the other end of a Unix stream
/// @param datagramBatches many datagrams in one syscall; else they go one by one
/// @param droppedDatagrams how many datagrams the kernel dropped for want of room (`SO_MEMINFO`)
/// @param datagramDestination the address that a datagram was sent to, and another than the kernel's choice to
///     send from (`IP_PKTINFO`)
/// @param segmentationOffload the kernel cuts a burst into datagrams (`UDP_SEGMENT`), unless it or the device
///     refuses; else they go one by one
/// @param receiveCoalescing the kernel hands over the datagrams of a burst at once (`UDP_GRO`)
/// @param datagramFields what a datagram's packet says, its time of arrival, and an ECN mark for one alone
///     (`IP_RECVTOS`, `IP_RECVTTL`, `SO_TIMESTAMPNS`)
/// @param pathMtu the maximum packet on the path to the UDP peer (`IP_MTU`)
/// @param datagramErrors the ICMP errors that datagrams cause, as values (`IP_RECVERR`)
/// @param sourceMulticast membership in a group for one sender (RFC 4607)
/// @param sendsEmptyWhenConnected a connected UDP socket sends empty datagrams
/// @param sendsElsewhereWhenConnected a connected UDP socket sends to others than its peer; else
///     ALREADY_CONNECTED
/// @param inheritedSockets sockets of file descriptors that another process opened, such as a service manager;
///     else only descriptor 0 can be one (inetd)
public record Capabilities(
        boolean errorNumbers,
        boolean ttl,
        boolean takeError,
        boolean onlyV6,
        boolean kernelPeek,
        boolean keepAliveTimes,
        boolean userTimeout,
        boolean unsentBytes,
        boolean quickAck,
        boolean bindDevice,
        boolean unixStreams,
        boolean unixDatagrams,
        boolean abstractNames,
        boolean peerCredentials,
        boolean datagramBatches,
        boolean droppedDatagrams,
        boolean datagramDestination,
        boolean segmentationOffload,
        boolean receiveCoalescing,
        boolean datagramFields,
        boolean pathMtu,
        boolean datagramErrors,
        boolean sourceMulticast,
        boolean sendsEmptyWhenConnected,
        boolean sendsElsewhereWhenConnected,
        boolean inheritedSockets) {}
