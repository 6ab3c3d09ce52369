package dev.minato.services.dashboard;

import dev.minato.address.AddressParseException;
import dev.minato.address.HostPort;
import java.util.Locale;

/// The check of the `Host` field, against DNS rebinding: a page whose name its owner lets mean this machine
/// could otherwise have a browser read the dashboard for it.
///
/// Only names that are no stranger's are let in: `localhost`, and that by which the dashboard was bound. So
/// are addresses, as a page that was loaded from one is nobody else's.
final class HostCheck {
    private static final String ANY_PORT = ":0";

    private final String bound;

    /// @param bound the host by which the dashboard was bound: a name or an address
    HostCheck(String bound) {
        this.bound = bound.toLowerCase(Locale.ROOT);
    }

    /// Whether a request with that `Host`, maybe with a port, may be answered.
    boolean allows(String host) {
        HostPort asked;
        try {
            asked = HostPort.parse(hasPort(host) ? host : host + ANY_PORT);
        } catch (AddressParseException e) {
            return false;
        }
        String name = asked.host().toLowerCase(Locale.ROOT);
        return asked.literal().isPresent() || name.equals("localhost") || name.equals(bound);
    }

    private static boolean hasPort(String host) {
        return host.lastIndexOf(':') > host.lastIndexOf(']');
    }
}
