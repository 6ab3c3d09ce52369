package dev.minato.platform.linux;

import dev.minato.address.SocketAddr;
import dev.minato.address.UnixAddr;
import dev.minato.error.NetException;
import dev.minato.platform.Setting;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.AddressCodec;
import dev.minato.platform.linux.sys.InetAddressCodec;
import dev.minato.platform.linux.sys.SourceAddressCache;
import dev.minato.platform.linux.sys.SourceAddressDecoder;
import dev.minato.platform.linux.sys.UnixAddressCodec;
import java.util.List;
import java.util.Optional;

/// The ways to a [LinuxDatagram]: bound, of another process's descriptor, or as an end of a pair.
final class DatagramOpening {
    private DatagramOpening() {}

    static LinuxDatagram<SocketAddr> open(SocketResources resources, SocketAddr local, List<Setting<?>> settings)
            throws NetException {
        return open(resources, InetAddressCodec.of(local), new SourceAddressCache(), Optional.of(local), settings);
    }

    /// Bound, unless `local` is unnamed.
    static LinuxDatagram<UnixAddr> openUnix(SocketResources resources, UnixAddr local) throws NetException {
        Optional<UnixAddr> named = local.isUnnamed() ? Optional.empty() : Optional.of(local);
        return open(resources, UnixAddressCodec.INSTANCE, UnixAddressCodec.INSTANCE, named, List.of());
    }

    private static <A> LinuxDatagram<A> open(
            SocketResources resources,
            AddressCodec<A> codec,
            SourceAddressDecoder<A> sources,
            Optional<A> local,
            List<Setting<?>> settings)
            throws NetException {
        SocketFd socket = SocketFd.open(resources, codec, Abi.SOCK_DGRAM, "bind");
        try {
            OptionCalls.set(socket, settings);
            if (local.isPresent()) {
                AddressCalls.bind(socket.calls, codec, local.get());
            }
            A bound = AddressCalls.localAddress(socket.calls, codec, "bind");
            var datagram = new LinuxDatagram<>(socket, codec, sources, bound);
            datagram.note(settings);
            return datagram;
        } catch (Throwable failed) {
            socket.close();
            throw failed;
        }
    }

    /// A socket on a descriptor that another process opened, which it owns from here on.
    static LinuxDatagram<SocketAddr> adopt(
            SocketResources resources, int fd, AddressCodec<SocketAddr> codec, boolean connected) throws NetException {
        var datagram = adopt(resources, fd, codec, new SourceAddressCache(), connected);
        datagram.readOptions();
        return datagram;
    }

    /// As [#adopt], for a Unix socket.
    static LinuxDatagram<UnixAddr> adoptUnix(SocketResources resources, int fd, boolean connected) throws NetException {
        return adopt(resources, fd, UnixAddressCodec.INSTANCE, UnixAddressCodec.INSTANCE, connected);
    }

    private static <A> LinuxDatagram<A> adopt(
            SocketResources resources,
            int fd,
            AddressCodec<A> codec,
            SourceAddressDecoder<A> sources,
            boolean connected)
            throws NetException {
        SocketFd socket = SocketFd.adopt(resources, fd, codec, false);
        try {
            A local = AddressCalls.localAddress(socket.calls, codec, "adopt");
            if (!connected) {
                return new LinuxDatagram<>(socket, codec, sources, local);
            }
            A peer = AddressCalls.peerAddress(socket.calls, codec, "adopt", local);
            return new LinuxDatagram<>(socket, codec, sources, local, peer);
        } catch (Throwable failed) {
            socket.close();
            throw failed;
        }
    }

    static LinuxDatagram<UnixAddr> endOfPair(SocketFd fd) {
        UnixAddr unnamed = UnixAddr.unnamed();
        return new LinuxDatagram<>(fd, UnixAddressCodec.INSTANCE, UnixAddressCodec.INSTANCE, unnamed, unnamed);
    }
}
