package dev.minato.platform.jdk;

import dev.minato.address.SocketAddr;
import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Adopted;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/// The one socket of another process that the JDK takes over: that of descriptor 0 (`System.inheritedChannel`).
///
/// The JDK makes a descriptor of its own of it, so that 0 stays open, until the close of the channel puts the
/// null device in the place of 0, 1 and 2.
final class InheritedChannel {
    private InheritedChannel() {}

    static Adopted adopt(Pollers pollers, ScratchBuffers scratch) throws NetException {
        try {
            Channel channel = System.inheritedChannel();
            return switch (channel) {
                case ServerSocketChannel listener -> listener(pollers, listener);
                case SocketChannel stream -> stream(pollers, stream);
                case DatagramChannel datagrams -> datagrams(pollers, scratch, datagrams);
                case null, default ->
                    throw NetException.builder(ErrorKind.INVALID_INPUT, "adopt")
                            .address("file descriptor 0")
                            .detail("the JDK finds no TCP, UDP or Unix stream socket there")
                            .build();
            };
        } catch (NetException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw Failures.of("adopt", e);
        }
    }

    private static Adopted listener(Pollers pollers, ServerSocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        SocketAddress local = channel.getLocalAddress();
        return local instanceof UnixDomainSocketAddress
                ? new Adopted.OfUnixListener(new JdkListener<>(pollers, channel, UnixAddressCodec.INSTANCE, List.of()))
                : new Adopted.OfTcpListener(new JdkListener<>(pollers, channel, codec(local), List.of()));
    }

    private static Adopted stream(Pollers pollers, SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        SocketAddress local = channel.getLocalAddress();
        if (local instanceof UnixDomainSocketAddress) {
            var stream = new JdkStream<UnixAddr>(pollers, channel, UnixAddressCodec.INSTANCE);
            stream.connected();
            return new Adopted.OfUnixStream(stream);
        }
        var stream = new JdkStream<SocketAddr>(pollers, channel, codec(local));
        stream.connected();
        return new Adopted.OfTcpStream(stream);
    }

    private static Adopted datagrams(Pollers pollers, ScratchBuffers scratch, DatagramChannel channel)
            throws IOException {
        channel.configureBlocking(false);
        return new Adopted.OfUdp(new JdkDatagram(pollers, channel, codec(channel.getLocalAddress()), scratch));
    }

    private static InetAddressCodec codec(SocketAddress local) {
        return new InetAddressCodec(
                local instanceof InetSocketAddress internet && internet.getAddress() instanceof Inet6Address);
    }
}
