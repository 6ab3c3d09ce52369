package dev.minato.client;

import dev.minato.error.NetException;
import dev.minato.framed.Framed;

/// The first words on each new connection of a [TcpClient], such as a login, before any request.
///
/// @param <I> the replies
/// @param <O> the requests
@FunctionalInterface
public interface Handshake<I, O> {
    /// Writes and reads what the protocol wants. What it throws fails the attempt to connect, as a refused
    /// connection does; what it wrote and did not flush is flushed. It must not close, split or switch `framed`,
    /// and not use the client.
    void run(Framed<I, O> framed) throws NetException;
}
