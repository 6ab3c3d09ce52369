package dev.minato.platform;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import java.util.List;

/// The name look-up of a [Scope]: the platform's own, or one that a program brings (`dev.minato.net.Resolver`).
///
/// May be called by any thread.
@FunctionalInterface
public interface Lookup {
    /// The addresses of a host name, with the port put in, in the order in which they are to be tried; at least
    /// one.
    ///
    /// Never called for a literal address. Blocks until `deadline` of the platform's clock at the latest; an
    /// answer that comes after the caller has gone is dropped. `HOST_NOT_FOUND` for a name without address,
    /// `TOO_MANY_OPEN_FILES`, `TIMED_OUT`, `DEADLINE_EXCEEDED`, `INTERRUPTED`.
    List<SocketAddr> resolve(String host, int port, long deadline) throws NetException;
}
