package dev.minato.platform;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import java.util.List;

/// One implementation of everything below the public API. See the package for the contract.
///
/// A socket or a task keeps the platform it was made on. Safe for use by several threads.
public interface Platform {
    /// The platform of the calling code: a scoped one, else the one of the process.
    ///
    /// `-Dminato.platform=jdk|linux` chooses the one of the process; by default that is linux where it works,
    /// else jdk. Every call fails with a [PlatformUnavailableException] if that names no platform, or one that
    /// does not work here.
    static Platform current() {
        return Scope.current().platform();
    }

    /// A short name, such as `jdk`.
    String name();

    /// What was chosen when it was made, and why: itself first, then how it schedules.
    List<Choice> choices();

    /// What it can do here; always the same object.
    Capabilities capabilities();

    /// How its threads wait, and its clock.
    Parking parking();

    /// Runs `body` on a new thread of the platform, a virtual one, in the scope that `body` binds by itself.
    ///
    /// A platform without places takes no notice of `placement`. What `body` throws is a bug of the caller.
    Thread start(Runnable body, Placement placement);

    /// The addresses of a host name, with the port put in; at least one.
    ///
    /// Looks up on the platform's own few threads; an answer that comes after the caller has gone is dropped.
    /// HOST_NOT_FOUND for a name without address, TIMED_OUT, INTERRUPTED.
    List<SocketAddr> resolve(String host, int port, long deadline) throws NetException;

    /// A TCP socket that is bound and listens. ADDRESS_IN_USE, ADDRESS_NOT_AVAILABLE, PERMISSION_DENIED,
    /// TOO_MANY_OPEN_FILES, ADDRESS_FAMILY_UNSUPPORTED.
    TryListener listen(SocketAddr local, int backlog) throws NetException;

    /// A TCP socket that can connect to an address of that family. TOO_MANY_OPEN_FILES,
    /// ADDRESS_FAMILY_UNSUPPORTED.
    TryStream openStream(SocketAddr remote) throws NetException;

    /// A bound UDP socket; fails as [#listen] does.
    TryDatagram openDatagram(SocketAddr local) throws NetException;
}
