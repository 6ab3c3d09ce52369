package dev.minato.platform.jdk;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Membership;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.util.HashMap;
import java.util.Map;

/// The multicast groups that a channel has joined. Safe for use by several threads.
final class Memberships {
    private final Map<Membership, MembershipKey> joined = new HashMap<>();

    synchronized void join(DatagramChannel channel, Membership membership) throws NetException {
        MembershipKey known = joined.get(membership);
        if (known != null && known.isValid()) {
            throw NetException.of(ErrorKind.ADDRESS_IN_USE, "join", "the group was joined before");
        }
        try {
            joined.put(membership, key(channel, membership));
        } catch (NetException noInterface) {
            throw noInterface.withOperation("join");
        } catch (IOException | RuntimeException e) {
            throw Failures.of("join", e);
        }
    }

    private static MembershipKey key(DatagramChannel channel, Membership membership) throws IOException {
        InetAddress group = membership.group().toInetAddress();
        NetworkInterface through = Interfaces.of(membership);
        return membership.source().isPresent()
                ? channel.join(group, through, membership.source().get().toInetAddress())
                : channel.join(group, through);
    }

    synchronized void leave(Membership membership) throws NetException {
        MembershipKey key = joined.remove(membership);
        if (key == null || !key.isValid()) {
            throw NetException.of(ErrorKind.ADDRESS_NOT_AVAILABLE, "leave", "the group was not joined");
        }
        key.drop();
    }
}
