package dev.minato.platform.linux.sys;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import java.lang.foreign.MemorySegment;

/// The codec of internet addresses, for a socket of one of the two families.
public record InetAddressCodec(boolean ipv6) implements AddressCodec<SocketAddr> {
    private static final int MAX_IPV4 = 65_507;
    private static final int MAX_IPV6 = 65_527;

    public static InetAddressCodec of(SocketAddr address) {
        return new InetAddressCodec(address.isIpv6());
    }

    @Override
    public int family() {
        return ipv6 ? Abi.AF_INET6 : Abi.AF_INET;
    }

    @Override
    public int size() {
        return SockAddr.SIZE;
    }

    @Override
    public int maxDatagram() {
        return ipv6 ? MAX_IPV6 : MAX_IPV4;
    }

    @Override
    public int write(SocketAddr address, MemorySegment into, String operation) throws NetException {
        return SockAddr.write(address, ipv6, into, operation);
    }

    @Override
    public int writeLocal(SocketAddr from, SocketAddr own, MemorySegment control, int at, String operation)
            throws NetException {
        return PacketInfo.write(from, own, control, at, operation);
    }

    @Override
    public SocketAddr of(MemorySegment address, int length) {
        return SockAddr.read(address);
    }

    /// The kernel gives up a port that it chose itself (`inet_reset_saddr`, `udp_lib_unhash`).
    @Override
    public SocketAddr afterDisconnect(SocketAddr now, SocketAddr before) {
        return now.port() == 0 ? now.withPort(before.port()) : now;
    }
}
