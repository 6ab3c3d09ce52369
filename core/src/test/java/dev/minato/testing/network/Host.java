package dev.minato.testing.network;

import dev.minato.testing.JavaProgram;
import dev.minato.testing.Subprocess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A host: a network namespace with a device, and in it a JVM that runs [HostProgram].
public final class Host implements AutoCloseable {
    /// What keeps a JVM small and its start short.
    private static final List<String> SMALL = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m");
    /// So that `far.test` has an address.
    private static final String NAMES = "jdk.net.hosts.file";

    private final int number;
    private final TwoHosts.Namespace namespace;
    private final Tun device;
    private final JavaProgram program;

    private Host(int number, TwoHosts.Namespace namespace) throws IOException, InterruptedException {
        this.number = number;
        this.namespace = namespace;
        this.device = Tun.open(namespace.holder().pid());
        restore();
        this.program = JavaProgram.start(namespace.prefix(), options(), HostProgram.class);
        if (!HostProgram.READY.equals(answer())) {
            throw new IOException("the program does not echo");
        }
    }

    private static List<String> options() {
        var options = new ArrayList<>(SMALL);
        options.add("-D" + NAMES + "=" + System.getProperty(NAMES));
        return options;
    }

    static Host start(int number) throws IOException, InterruptedException {
        return new Host(number, TwoHosts.Namespace.open());
    }

    Tun device() {
        return device;
    }

    /// Its IPv4 address.
    public String ipv4() {
        return "10.77.0." + number;
    }

    /// Its IPv6 address.
    public String ipv6() {
        return "fd77::" + number;
    }

    /// Gives a command to [HostProgram], which does it while the test goes on.
    public void say(String command) throws IOException {
        program.say(command);
    }

    /// What became of the oldest command that was not answered yet.
    public String answer() throws IOException {
        return program.line();
    }

    /// Gives a command and waits for the answer.
    public String ask(String command) throws IOException {
        say(command);
        return answer();
    }

    /// Changes its device, addresses or routes: a command for `ip`.
    public void ip(String command) throws IOException, InterruptedException {
        run("ip " + command);
    }

    /// Runs a program on the host.
    public void run(String command) throws IOException, InterruptedException {
        var line = new ArrayList<>(namespace.prefix());
        line.addAll(List.of(command.split(" ")));
        try (var process = Subprocess.startMerged(line)) {
            if (process.exitCode() != 0) {
                throw new IOException("failed: " + command + ": " + process.text());
            }
        }
    }

    void restore() throws IOException, InterruptedException {
        ip("link set lo up");
        ip("link set " + Tun.NAME + " down");
        ip("addr flush dev " + Tun.NAME);
        ip("link set " + Tun.NAME + " mtu 1500 up");
        ip("addr add " + ipv4() + "/24 dev " + Tun.NAME);
        // Without the search for another with the same address, which would take a second.
        ip("-6 addr add " + ipv6() + "/64 nodad dev " + Tun.NAME);
    }

    @Override
    public void close() {
        program.close();
        device.close();
        namespace.close();
    }
}
