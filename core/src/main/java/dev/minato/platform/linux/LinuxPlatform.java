package dev.minato.platform.linux;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.platform.Capabilities;
import dev.minato.platform.Choice;
import dev.minato.platform.NameLookup;
import dev.minato.platform.Parking;
import dev.minato.platform.Placement;
import dev.minato.platform.Platform;
import dev.minato.platform.ThreadParking;
import dev.minato.platform.TryDatagram;
import dev.minato.platform.TryListener;
import dev.minato.platform.TryStream;
import java.io.UncheckedIOException;
import java.util.List;

/// The platform on Linux's own calls.
public final class LinuxPlatform implements Platform {
    private static final Capabilities CAPABILITIES = new Capabilities(
            /* errorNumbers= */ true,
            /* ttl= */ true,
            /* takeError= */ true,
            /* onlyV6= */ true,
            /* kernelPeek= */ true,
            /* keepAliveTimes= */ true,
            /* userTimeout= */ true,
            /* quickAck= */ true,
            /* bindDevice= */ true,
            /* unixStreams= */ true,
            /* unixDatagrams= */ true,
            /* abstractNames= */ true,
            /* peerCredentials= */ true,
            /* datagramBatches= */ true,
            /* sourceMulticast= */ true,
            /* sendsEmptyWhenConnected= */ true,
            /* sendsElsewhereWhenConnected= */ true,
            /* arenaMemory= */ true);

    private final ThreadParking parking = new ThreadParking();
    private final NameLookup names = new NameLookup(parking);
    private final Cells cells = new Cells();
    private final Scheduling scheduling;
    private final List<Choice> choices;

    /// The platform; scheduling is shared where local is wanted and cannot be had.
    ///
    /// An `UnsupportedOperationException`, whose message says why, if it cannot run here.
    ///
    /// @param platform why this platform was chosen
    /// @param wanted `shared` or `local`
    public LinuxPlatform(Choice platform, Choice wanted) {
        Choice nativeAccess = Needs.check();
        Choice way = wanted.value().equals("local") ? localIfPossible(wanted) : wanted;
        try {
            scheduling = way.value().equals("local") ? new LocalScheduling() : new SharedScheduling();
        } catch (UncheckedIOException e) {
            throw new UnsupportedOperationException(e.getMessage(), e);
        }
        choices = List.of(platform, way, nativeAccess);
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

    Scheduling scheduling() {
        return scheduling;
    }

    Cells cells() {
        return cells;
    }

    @Override
    public Parking parking() {
        return parking;
    }

    @Override
    public Thread start(Runnable body, Placement placement) {
        return scheduling.start(body, placement);
    }

    @Override
    public List<SocketAddr> resolve(String host, int port, long deadline) throws NetException {
        return names.resolve(host, port, deadline);
    }

    @Override
    public TryListener listen(SocketAddr local, int backlog) throws NetException {
        return LinuxListener.open(this, local, backlog);
    }

    @Override
    public TryStream openStream(SocketAddr remote) throws NetException {
        return new LinuxStream(LinuxSocket.open(this, remote.isIpv6(), Abi.SOCK_STREAM, "connect"));
    }

    @Override
    public TryDatagram openDatagram(SocketAddr local) throws NetException {
        return LinuxDatagram.open(this, local);
    }
}
