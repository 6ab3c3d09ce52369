package dev.minato.net;

import dev.minato.error.NetException;

/// A socket that [Readiness] can wait for: streams, listeners and datagram sockets, and streams in memory; or a
/// channel between tasks.
///
/// These are all there are, so a `switch` over them needs no default:
///
/// {@snippet file="dev/minato/examples/readiness/TcpAndUdp.java" region="kinds"}
public sealed interface Pollable extends AutoCloseable
        permits TcpListener,
                TcpStream,
                UdpSocket,
                UnixListener,
                UnixStream,
                UnixDatagram,
                MemoryStream,
                PollableChannel {
    /// Whether this handle, or the channel, is open.
    boolean isOpen();

    /// Closes this handle, and with the last one the socket; or the channel.
    @Override
    void close() throws NetException;
}
