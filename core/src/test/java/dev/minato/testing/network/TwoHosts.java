package dev.minato.testing.network;

import dev.minato.testing.Requirement;
import java.io.BufferedReader;
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
        Requirement.that("network namespaces (root)", runs("unshare", "--net", "ip", "link", "set", "lo", "up"));
        Requirement.that("nsenter", runs("nsenter", "--version"));
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

    static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /// A process that keeps a network namespace open; that ends with the process, and the process with this
    /// one.
    record Namespace(Process holder) implements AutoCloseable {
        static Namespace open() throws IOException {
            var holder = new ProcessBuilder("unshare", "--net", "sh", "-c", "echo made; exec cat")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader output = holder.inputReader();
            if (!"made".equals(output.readLine())) {
                throw new IOException("no network namespace");
            }
            return new Namespace(holder);
        }

        List<String> prefix() {
            return List.of("nsenter", "--net=/proc/" + holder.pid() + "/ns/net");
        }

        @Override
        public void close() {
            holder.destroyForcibly();
        }
    }
}
