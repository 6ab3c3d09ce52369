package dev.minato.platform.linux;

import dev.minato.address.SocketAddr;
import dev.minato.address.UnixAddr;
import dev.minato.error.NetException;
import dev.minato.platform.NameLookup;
import dev.minato.platform.Parking;
import dev.minato.platform.Placement;
import dev.minato.platform.Platform;
import dev.minato.platform.Setting;
import dev.minato.platform.ThreadParking;
import dev.minato.platform.TryDatagram;
import dev.minato.platform.TryListener;
import dev.minato.platform.TryStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The platform on Linux's own calls.
public final class LinuxPlatform implements Platform {
    private static final String PROPERTY = "minato.scheduling";

    private final ThreadParking parking = new ThreadParking();
    private final NameLookup names = new NameLookup(parking);
    private final Cells cells = new Cells();
    private final String wanted;
    private volatile @Nullable Scheduling scheduling;

    /// The platform with the scheduling that `-Dminato.scheduling` asks for, if that can be had; else the
    /// shared one. Opens nothing before its first use.
    public LinuxPlatform() {
        wanted = System.getProperty(PROPERTY, "shared");
        if (!wanted.equals("shared") && !wanted.equals("local")) {
            throw new IllegalArgumentException(
                    "-D" + PROPERTY + "=" + wanted + ": no such scheduling; use shared or local");
        }
    }

    private static Scheduling localIfPossible() throws NetException {
        var obstacle = VirtualThreads.obstacle();
        if (obstacle.isEmpty()) {
            return new LocalScheduling();
        }
        System.getLogger(LinuxPlatform.class.getName())
                .log(System.Logger.Level.DEBUG, "shared scheduling, since local cannot be had: {0}", obstacle.get());
        return new SharedScheduling();
    }

    @Override
    public String name() {
        return "linux";
    }

    /// Opened at the first wait or task of all. TOO_MANY_OPEN_FILES, and then the next call tries again.
    Scheduling scheduling() throws NetException {
        Scheduling opened = scheduling;
        return opened == null ? open() : opened;
    }

    private synchronized Scheduling open() throws NetException {
        Scheduling opened = scheduling;
        if (opened == null) {
            opened = wanted.equals("local") ? localIfPossible() : new SharedScheduling();
            scheduling = opened;
        }
        return opened;
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
        return LinuxListener.open(this, local, InternetForm.of(local), backlog, settings);
    }

    @Override
    public TryStream<SocketAddr> openStream(SocketAddr remote, Optional<SocketAddr> local, List<Setting<?>> settings)
            throws NetException {
        return LinuxStream.open(this, InternetForm.of(remote), local, settings);
    }

    @Override
    public TryDatagram<SocketAddr> openDatagram(SocketAddr local, List<Setting<?>> settings) throws NetException {
        return LinuxDatagram.open(this, local, settings);
    }

    @Override
    public TryListener<UnixAddr> listenUnix(UnixAddr local, int backlog) throws NetException {
        return LinuxListener.open(this, local, UnixForm.INSTANCE, backlog, List.of());
    }

    @Override
    public TryStream<UnixAddr> openUnixStream(UnixAddr local) throws NetException {
        Optional<UnixAddr> named = local.isUnnamed() ? Optional.empty() : Optional.of(local);
        return LinuxStream.open(this, UnixForm.INSTANCE, named, List.of());
    }

    @Override
    public Both<TryStream<UnixAddr>> unixStreamPair() throws NetException {
        var ends = LinuxSocket.pair(this, Abi.SOCK_STREAM);
        return new Both<>(LinuxStream.endOfPair(ends.first()), LinuxStream.endOfPair(ends.second()));
    }

    @Override
    public TryDatagram<UnixAddr> openUnixDatagram(UnixAddr local) throws NetException {
        return LinuxDatagram.openUnix(this, local);
    }

    @Override
    public Both<TryDatagram<UnixAddr>> unixDatagramPair() throws NetException {
        var ends = LinuxSocket.pair(this, Abi.SOCK_DGRAM);
        return new Both<>(LinuxDatagram.endOfPair(ends.first()), LinuxDatagram.endOfPair(ends.second()));
    }
}
