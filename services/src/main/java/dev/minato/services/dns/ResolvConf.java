package dev.minato.services.dns;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The name servers of this machine and how they are asked, as resolv.conf(5) says.
///
/// Understood are `nameserver`, of which the first three count, and `options` with `timeout` (1 to 30 seconds) and
/// `attempts` (1 to 5); everything else is passed over, `search` and `ndots` included, since names are taken as they
/// are given.
///
/// @param servers port 53 of each; the machine itself (127.0.0.1) if none is named
/// @param timeout how long one attempt waits; 5 s where nothing is said
/// @param attempts how often a server is asked; 2 where nothing is said
public record ResolvConf(List<SocketAddr> servers, Duration timeout, int attempts) {
    /// Where it is: `/etc/resolv.conf`.
    public static final Path FILE = Path.of("/etc/resolv.conf");

    /// Copies the list.
    public ResolvConf {
        servers = List.copyOf(servers);
    }

    /// Reads [#FILE]; a file that is not there is an empty one. `PERMISSION_DENIED`, `OTHER` if it cannot be read.
    public static ResolvConf system() throws NetException {
        throw new UnsupportedOperationException("to come");
    }

    /// Reads the text of such a file; what is malformed in it is passed over.
    public static ResolvConf parse(String text) {
        throw new UnsupportedOperationException("to come");
    }
}
