package dev.minato.platform.jdk;

import dev.minato.address.Ipv4Addr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Membership;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// The network interfaces of the machine, as multicast names them.
final class Interfaces {
    private Interfaces() {}

    /// The interface of a membership: by its address for IPv4, by its number for IPv6, or some one that carries
    /// groups if neither is given.
    static NetworkInterface of(Membership membership) throws IOException {
        if (membership.group() instanceof Ipv4Addr) {
            return membership.interfaceAddress().isUnspecified()
                    ? any()
                    : found(NetworkInterface.getByInetAddress(InetAddress.getByAddress(
                            membership.interfaceAddress().octets())));
        }
        return membership.interfaceIndex() == 0 ? any() : numbered(membership.interfaceIndex());
    }

    static NetworkInterface numbered(int index) throws IOException {
        return found(NetworkInterface.getByIndex(index));
    }

    private static NetworkInterface found(@Nullable NetworkInterface named) throws NetException {
        if (named == null) {
            throw NetException.of(ErrorKind.NOT_FOUND, "find interface", "no such network interface");
        }
        return named;
    }

    /// The one that a system without a route for groups would take: the first that is up, loopback last.
    private static NetworkInterface any() throws IOException {
        NetworkInterface first = NetworkInterface.networkInterfaces()
                .filter(Interfaces::carriesGroups)
                .min(Comparator.comparingInt(Interfaces::loopbackLast).thenComparingInt(NetworkInterface::getIndex))
                .orElse(null);
        return found(first);
    }

    private static boolean carriesGroups(NetworkInterface one) {
        try {
            return one.isUp() && (one.supportsMulticast() || one.isLoopback());
        } catch (IOException gone) {
            return false;
        }
    }

    private static int loopbackLast(NetworkInterface one) {
        try {
            return one.isLoopback() ? 1 : 0;
        } catch (IOException gone) {
            return 0;
        }
    }
}
