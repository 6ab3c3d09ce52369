package dev.minato.platform.linux;

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
import dev.minato.platform.TryFile;
import dev.minato.platform.TryListener;
import dev.minato.platform.TryPipe;
import dev.minato.platform.TryStream;
import dev.minato.platform.linux.loop.Scheduling;
import dev.minato.platform.linux.loop.VirtualThreads;
import dev.minato.platform.linux.ring.RingProbe;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.InetAddressCodec;
import dev.minato.platform.linux.sys.UnixAddressCodec;
import dev.minato.platform.lookup.NameLookup;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.ThreadParker;
import dev.minato.platform.wait.Yield;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The platform on Linux syscalls.
public final class LinuxPlatform implements Platform {
    private static final Capabilities CAPABILITIES = new Capabilities(
            /* errorNumbers= */ true,
            /* ttl= */ true,
            /* takeError= */ true,
            /* onlyV6= */ true,
            /* kernelPeek= */ true,
            /* keepAliveTimes= */ true,
            /* userTimeout= */ true,
            /* unsentBytes= */ true,
            /* quickAck= */ true,
            /* bindDevice= */ true,
            /* unixStreams= */ true,
            /* unixDatagrams= */ true,
            /* abstractNames= */ true,
            /* peerCredentials= */ true,
            /* datagramBatches= */ true,
            /* droppedDatagrams= */ true,
            /* datagramDestination= */ true,
            /* segmentationOffload= */ true,
            /* receiveCoalescing= */ true,
            /* datagramFields= */ true,
            /* pathMtu= */ true,
            /* datagramErrors= */ true,
            /* sourceMulticast= */ true,
            /* sendsEmptyWhenConnected= */ true,
            /* sendsElsewhereWhenConnected= */ true,
            /* inheritedSockets= */ true);

    private final ThreadParker parker;
    private final NameLookup names;
    private final List<Choice> choices;
    private final SocketResources resources;
    private final PipePool pipes = new PipePool();

    /// The platform; scheduling is shared where local is wanted and cannot be had. Opens nothing before its
    /// first use.
    ///
    /// An `UnsupportedOperationException`, whose message says why, if it cannot run here.
    ///
    /// @param platform why this platform was chosen
    /// @param wanted how tasks are to be scheduled, `shared` or `local`, and sockets polled, `epoll` or `ring`
    public LinuxPlatform(Choice platform, List<Choice> wanted) {
        Choice nativeAccess = Preflight.check();
        Choice way = scheduling(wanted.getFirst());
        boolean local = way.value().equals("local");
        Choice polling = polling(wanted.getLast(), local);
        parker = new ThreadParker(new YieldOfScheduling());
        resources = new SocketResources(parker, local, polling.value().equals("ring"));
        names = new NameLookup(parker);
        choices = List.of(platform, way, polling, nativeAccess);
    }

    private static Choice scheduling(Choice wanted) {
        return wanted.value().equals("local") ? localIfPossible(wanted) : wanted;
    }

    private static Choice polling(Choice wanted, boolean local) {
        if (!wanted.value().equals("ring")) {
            return wanted;
        }
        if (!local) {
            String advice = "add -Dminato.scheduling=local";
            return new Choice(wanted.name(), "epoll", "only local scheduling has ring", advice);
        }
        return RingProbe.obstacle()
                .map(obstacle -> new Choice(wanted.name(), "epoll", "io_uring cannot be had: " + obstacle))
                .orElse(wanted);
    }

    private static Choice localIfPossible(Choice wanted) {
        return VirtualThreads.obstacle()
                .map(obstacle -> new Choice("scheduling", "shared", "local cannot be had: " + obstacle, advice()))
                .orElse(wanted);
    }

    private static String advice() {
        return VirtualThreads.areOpen()
                ? "remove -Dminato.scheduling=local: this Java has nothing to do it with"
                : "add " + VirtualThreads.flag();
    }

    @Override
    public String name() {
        return "linux";
    }

    @Override
    public List<Choice> choices() {
        return choices;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    /// Opened at the first wait or task of all. TOO_MANY_OPEN_FILES, and then the next call tries again.
    public Scheduling scheduling() throws NetException {
        return resources.scheduling();
    }

    /// The scheduling's own, once it is opened.
    private final class YieldOfScheduling implements Yield {
        @Override
        public void yieldCarrier() {
            resources.yieldCarrier();
        }

        @Override
        public void aboutToPark() {
            resources.aboutToPark();
        }
    }

    @Override
    public Parker parker() {
        return parker;
    }

    @Override
    public Thread start(Runnable body, Placement placement) {
        try {
            return scheduling().start(body, placement);
        } catch (NetException noLoops) {
            throw new UncheckedIOException(noLoops);
        }
    }

    @Override
    public List<SocketAddr> resolve(String host, int port, long deadline) throws NetException {
        return names.resolve(host, port, deadline);
    }

    @Override
    public TryListener<SocketAddr> listen(SocketAddr local, int backlog, List<Setting<?>> settings)
            throws NetException {
        return LinuxListener.open(resources, local, InetAddressCodec.of(local), backlog, settings);
    }

    @Override
    public TryStream<SocketAddr> openStream(SocketAddr remote, Optional<SocketAddr> local, List<Setting<?>> settings)
            throws NetException {
        return LinuxStream.open(resources, InetAddressCodec.of(remote), local, settings);
    }

    @Override
    public TryDatagram<SocketAddr> openDatagram(SocketAddr local, List<Setting<?>> settings) throws NetException {
        return DatagramOpening.open(resources, local, settings);
    }

    @Override
    public TryListener<UnixAddr> listenUnix(UnixAddr local, int backlog) throws NetException {
        return LinuxListener.open(resources, local, UnixAddressCodec.INSTANCE, backlog, List.of());
    }

    @Override
    public TryStream<UnixAddr> openUnixStream(UnixAddr local) throws NetException {
        Optional<UnixAddr> named = local.isUnnamed() ? Optional.empty() : Optional.of(local);
        return LinuxStream.open(resources, UnixAddressCodec.INSTANCE, named, List.of());
    }

    @Override
    public Both<TryStream<UnixAddr>> unixStreamPair() throws NetException {
        var ends = SocketFd.pair(resources, Abi.SOCK_STREAM);
        return new Both<>(LinuxStream.endOfPair(ends.first()), LinuxStream.endOfPair(ends.second()));
    }

    @Override
    public TryDatagram<UnixAddr> openUnixDatagram(UnixAddr local) throws NetException {
        return DatagramOpening.openUnix(resources, local);
    }

    @Override
    public Both<TryDatagram<UnixAddr>> unixDatagramPair() throws NetException {
        var ends = SocketFd.pair(resources, Abi.SOCK_DGRAM);
        return new Both<>(DatagramOpening.endOfPair(ends.first()), DatagramOpening.endOfPair(ends.second()));
    }

    @Override
    public Adopted adopt(int fd) throws NetException {
        return AdoptedFd.adopt(resources, fd);
    }

    /// A file of another file system, such as one within a jar, has no descriptor.
    @Override
    public TryFile openFile(Path path) throws NetException {
        return path.getFileSystem().equals(FileSystems.getDefault()) ? LinuxFile.open(path) : TryFile.open(path);
    }

    @Override
    public Optional<TryPipe> takePipe(TryStream<?> from, TryStream<?> to) {
        boolean possible = from instanceof LinuxStream<?> source && !source.isReadByRing() && to instanceof LinuxStream;
        return possible ? pipes.take() : Optional.empty();
    }

    @Override
    public long stalls() {
        return resources.stalls();
    }

    @Override
    public int heartbeat(Runnable beat) {
        return resources.heartbeat(beat);
    }
}
