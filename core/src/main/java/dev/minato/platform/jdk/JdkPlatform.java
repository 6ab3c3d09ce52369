package dev.minato.platform.jdk;

import dev.minato.address.SocketAddr;
import dev.minato.address.UnixAddr;
import dev.minato.error.NetException;
import dev.minato.platform.Adopted;
import dev.minato.platform.Capabilities;
import dev.minato.platform.Choice;
import dev.minato.platform.Placement;
import dev.minato.platform.Platform;
import dev.minato.platform.Setting;
import dev.minato.platform.TryDatagram;
import dev.minato.platform.TryListener;
import dev.minato.platform.TryStream;
import dev.minato.platform.lookup.NameLookup;
import dev.minato.platform.wait.CarrierYield;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.ThreadParker;
import dev.minato.platform.wait.Yield;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The platform on `java.nio` channels.
public final class JdkPlatform implements Platform {
    private final ThreadParker parker = new ThreadParker(new YieldWithPollers());
    private final CarrierYield carrierYield = new CarrierYield(parker);
    private final ThreadFactory tasks =
            Thread.ofVirtual().name("minato-task-", 0).factory();
    private final Pollers pollers = new Pollers(parker, carrierYield);
    private final NameLookup names = new NameLookup(parker);
    private final ScratchBuffers scratch = new ScratchBuffers();
    private final List<Choice> choices;
    private @Nullable Capabilities capabilities;

    /// A platform of its own; nothing runs before its first use. Scheduling is shared, whatever is wanted.
    ///
    /// @param platform why this platform was chosen
    /// @param wanted how tasks are to be scheduled, and sockets polled
    public JdkPlatform(Choice platform, List<Choice> wanted) {
        var all = new ArrayList<>(List.of(platform));
        wanted.stream().flatMap(JdkPlatform::answer).forEach(all::add);
        choices = List.copyOf(all);
    }

    /// How it polls is only said to who asks for another way.
    private static Stream<Choice> answer(Choice wish) {
        String only = "only the linux platform has " + wish.value();
        return switch (wish.value()) {
            case "local" -> Stream.of(new Choice(wish.name(), "shared", only));
            case "ring" -> Stream.of(new Choice(wish.name(), "selector", only));
            case "epoll" -> Stream.empty();
            default -> Stream.of(wish);
        };
    }

    @Override
    public String name() {
        return "jdk";
    }

    @Override
    public List<Choice> choices() {
        return choices;
    }

    @Override
    public synchronized Capabilities capabilities() {
        if (capabilities == null) {
            capabilities = CapabilityProbe.find();
        }
        return capabilities;
    }

    @Override
    public Parker parker() {
        return parker;
    }

    @Override
    public Thread start(Runnable body, Placement placement) {
        Thread thread = tasks.newThread(body);
        thread.start();
        return thread;
    }

    /// A task that gives way has the pollers look: one that is parked in `select` comes back as an external
    /// submission, which a carrier takes only when its own run queue is empty.
    private final class YieldWithPollers implements Yield {
        @Override
        public void yieldCarrier() {
            if (Thread.currentThread().isVirtual()) {
                pollers.lookNow();
            }
            carrierYield.yieldCarrier();
        }

        @Override
        public void aboutToPark() {
            carrierYield.aboutToPark();
        }
    }

    @Override
    public List<SocketAddr> resolve(String host, int port, long deadline) throws NetException {
        return names.resolve(host, port, deadline);
    }

    @Override
    public TryListener<SocketAddr> listen(SocketAddr local, int backlog, List<Setting<?>> settings)
            throws NetException {
        return open(() -> ServerSocketChannel.open(family(local)), "bind", channel -> {
            List<Setting<?>> inherited = OptionCalls.setOnListener(channel, settings);
            channel.bind(local.toInetSocketAddress(), backlog);
            return new JdkListener<>(pollers, channel, new InetAddressCodec(local.isIpv6()), inherited);
        });
    }

    @Override
    public TryStream<SocketAddr> openStream(SocketAddr remote, Optional<SocketAddr> local, List<Setting<?>> settings)
            throws NetException {
        return open(() -> SocketChannel.open(family(remote)), local.isPresent() ? "bind" : "connect", channel -> {
            OptionCalls.set(channel, settings);
            if (local.isPresent()) {
                channel.bind(local.get().toInetSocketAddress());
            }
            return new JdkStream<>(pollers, channel, new InetAddressCodec(remote.isIpv6()));
        });
    }

    @Override
    public TryDatagram<SocketAddr> openDatagram(SocketAddr local, List<Setting<?>> settings) throws NetException {
        return open(() -> DatagramChannel.open(family(local)), "bind", channel -> {
            OptionCalls.set(channel, settings);
            channel.bind(local.toInetSocketAddress());
            return new JdkDatagram(pollers, channel, new InetAddressCodec(local.isIpv6()), scratch);
        });
    }

    @Override
    public TryListener<UnixAddr> listenUnix(UnixAddr local, int backlog) throws NetException {
        return open(() -> ServerSocketChannel.open(StandardProtocolFamily.UNIX), "bind", channel -> {
            channel.bind(UnixAddressCodec.INSTANCE.toSocketAddress(local), backlog);
            return new JdkListener<>(pollers, channel, UnixAddressCodec.INSTANCE, List.of());
        });
    }

    @Override
    public TryStream<UnixAddr> openUnixStream(UnixAddr local) throws NetException {
        return open(() -> SocketChannel.open(StandardProtocolFamily.UNIX), "connect", channel -> {
            if (!local.isUnnamed()) {
                channel.bind(UnixAddressCodec.INSTANCE.toSocketAddress(local));
            }
            return new JdkStream<>(pollers, channel, UnixAddressCodec.INSTANCE);
        });
    }

    @Override
    public Both<TryStream<UnixAddr>> unixStreamPair() throws NetException {
        throw Unsupported.unixPair();
    }

    @Override
    public TryDatagram<UnixAddr> openUnixDatagram(UnixAddr local) throws NetException {
        throw Unsupported.unixDatagrams("bind");
    }

    @Override
    public Both<TryDatagram<UnixAddr>> unixDatagramPair() throws NetException {
        throw Unsupported.unixDatagrams("pair");
    }

    @Override
    public Adopted adopt(int fd) throws NetException {
        if (fd != 0) {
            throw Unsupported.adopt(fd);
        }
        return InheritedChannel.adopt(pollers, scratch);
    }

    @Override
    public long stalls() {
        return 0;
    }

    @Override
    public int heartbeat(Runnable beat) {
        return pollers.heartbeat(beat);
    }

    private static ProtocolFamily family(SocketAddr address) {
        return address.isIpv6() ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    }

    private interface Opening<C> {
        C open() throws IOException;
    }

    private interface Setup<C, S> {
        S of(C channel) throws IOException;
    }

    /// Opens a non-blocking channel and makes a socket of it; closes it again if that fails.
    private static <C extends SelectableChannel, S> S open(Opening<C> opening, String operation, Setup<C, S> setup)
            throws NetException {
        try {
            C channel = opening.open();
            try {
                channel.configureBlocking(false);
                return setup.of(channel);
            } catch (Throwable failed) {
                Closing.quietly(channel, failed);
                throw failed;
            }
        } catch (IOException | RuntimeException e) {
            throw Failures.of(operation, e);
        }
    }
}
