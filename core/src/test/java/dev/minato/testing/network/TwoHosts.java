package dev.minato.testing.network;

import dev.minato.testing.JavaProgram;
import dev.minato.testing.Requirement;
import dev.minato.testing.Subprocess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Two hosts and the network between them.
///
/// ```text
///   near  10.77.0.1  fd77::1 ──[device]── Relay, Weather ──[device]── fd77::2  10.77.0.2  far
/// ```
public final class TwoHosts implements AutoCloseable {
    private static final Path TUN = Path.of("/dev/net/tun");

    private final Host near;
    private final Host far;
    private final Relay relay;

    private TwoHosts(Host near, Host far, Relay relay) {
        this.near = near;
        this.far = far;
        this.relay = relay;
    }

    /// Starts them. Aborts the test where that is not possible.
    ///
    /// @param seed what the lots of the weather are drawn from
    public static TwoHosts start(long seed) throws IOException, InterruptedException {
        Requirement.that(
                "network namespaces (root)", Subprocess.succeeds("unshare", "--net", "ip", "link", "set", "lo", "up"));
        Requirement.that("nsenter", Subprocess.succeeds("nsenter", "--version"));
        Requirement.that(TUN + " (root)", Files.isReadable(TUN) && Files.isWritable(TUN));
        var near = Host.start(1);
        var far = Host.start(2);
        return new TwoHosts(near, far, new Relay(near.device(), far.device(), seed));
    }

    /// The host that the tests look at.
    public Host near() {
        return near;
    }

    /// The host at the other end, which echoes.
    public Host far() {
        return far;
    }

    /// Changes the weather, for packets that are sent from now on.
    public void set(Weather weather) {
        relay.set(weather);
    }

    /// How many packets were lost since the weather changed.
    public long lost() {
        return relay.lost();
    }

    /// How many packets came after one that was sent later, since the weather changed.
    public long overtaken() {
        return relay.overtaken();
    }

    /// Makes all as it was at the start; connections are lost.
    public void restore() throws IOException, InterruptedException {
        set(Weather.FINE);
        near.restore();
        far.restore();
    }

    @Override
    public void close() {
        relay.close();
        near.close();
        far.close();
    }

    /// A process that keeps a network namespace open; that ends with the process, and the process with this
    /// one.
    record Namespace(Subprocess holder) implements AutoCloseable {
        static Namespace open() throws IOException {
            var holder = Subprocess.start(
                    List.of("unshare", "--net", "sh", "-c", "echo made; exec cat"), JavaProgram.LIFETIME);
            if (!"made".equals(holder.line())) {
                throw new IOException("no network namespace");
            }
            return new Namespace(holder);
        }

        List<String> prefix() {
            return List.of("nsenter", "--net=/proc/" + holder.pid() + "/ns/net");
        }

        @Override
        public void close() {
            holder.close();
        }
    }
}
