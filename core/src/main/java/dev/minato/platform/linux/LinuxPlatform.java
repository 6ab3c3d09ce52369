package dev.minato.platform.linux;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.platform.NameLookup;
import dev.minato.platform.Parking;
import dev.minato.platform.Placement;
import dev.minato.platform.Platform;
import dev.minato.platform.ThreadParking;
import dev.minato.platform.TryDatagram;
import dev.minato.platform.TryListener;
import dev.minato.platform.TryStream;
import java.util.List;

/// The platform on Linux's own calls.
public final class LinuxPlatform implements Platform {
    private static final String PROPERTY = "minato.scheduling";

    private final ThreadParking parking = new ThreadParking();
    private final NameLookup names = new NameLookup(parking);
    private final Cells cells = new Cells();
    private final Scheduling scheduling;

    /// The platform with the scheduling that `-Dminato.scheduling` asks for, if that can be had; else the
    /// shared one.
    public LinuxPlatform() {
        String wanted = System.getProperty(PROPERTY, "shared");
        scheduling = switch (wanted) {
            case "shared" -> new SharedScheduling();
            case "local" -> localIfPossible();
            default ->
                throw new IllegalArgumentException(
                        "-D" + PROPERTY + "=" + wanted + ": no such scheduling; use shared or local");
        };
    }

    private static Scheduling localIfPossible() {
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
