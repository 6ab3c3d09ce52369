package dev.minato.services.dns;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.address.Ipv4Addr;
import dev.minato.address.SocketAddr;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/// A real name server as a process, in the foreground, on a free port of the loopback and with files of the
/// test's alone. Without its program the test is aborted by name.
final class NameServer implements AutoCloseable {
    private static final int FIRST_PORT = 10_000;

    /// Of `net.ipv4.ip_local_port_range`.
    private static final int FIRST_CHOSEN_PORT = 32_768;

    private static final int ATTEMPTS = 5;
    private static final long PATIENCE_SECONDS = 30;

    private final Process process;
    private final SocketAddr address;

    private NameServer(Process process, SocketAddr address) {
        this.process = process;
        this.address = address;
    }

    /// What starts a server on a port.
    private interface Setup {
        ProcessBuilder at(int port) throws IOException;
    }

    /// BIND, with authority for the [Zones] of that folder.
    static NameServer named(Path folder) throws Exception {
        String program = tool("named");
        return start("running", port -> {
            var zones = new StringBuilder();
            Zones.NAMES.forEach(
                    zone -> zones.append("zone \"%s\" { type primary; file \"%s.zone\"; };%n".formatted(zone, zone)));
            Path config = Files.writeString(folder.resolve("named.conf"), """
                    options {
                        directory "%s"; managed-keys-directory "%s";
                        listen-on port %d { 127.0.0.1; }; listen-on-v6 { none; };
                        pid-file none; lock-file none; session-keyfile none;
                        recursion no; notify no; dnssec-validation no;
                    };
                    controls { };
                    %s""".formatted(folder, folder, port, zones));
            return new ProcessBuilder(program, "-g", "-n", "1", "-c", config.toString());
        });
    }

    /// Knot, with authority for the [Zones] of that folder.
    static NameServer knot(Path folder) throws Exception {
        String program = tool("knotd");
        Path run = Files.createTempDirectory(folder, "knot");
        return start("server started", port -> {
            var zones = new StringBuilder();
            Zones.NAMES.forEach(
                    zone -> zones.append("  - domain: ").append(zone).append('\n'));
            Path config = Files.writeString(folder.resolve("knot.conf"), """
                    server:
                        rundir: "%1$s"
                        listen: [ 127.0.0.1@%3$d ]
                        udp-workers: 1
                        tcp-workers: 1
                        background-workers: 1
                    control:
                        listen: "%1$s/sock"
                    database:
                        storage: "%1$s"
                    log:
                      - target: stderr
                        any: info
                    template:
                      - id: default
                        storage: "%2$s"
                        file: "%%s.zone"
                        zonefile-load: whole
                        journal-content: none
                    zone:
                    %4$s""".formatted(run, folder, port, zones));
            return new ProcessBuilder(program, "-c", config.toString());
        });
    }

    /// Unbound, which knows the [Zones] of that folder itself.
    static NameServer unbound(Path folder) throws Exception {
        String program = tool("unbound");
        return start("start of service", port -> {
            var zones = new StringBuilder();
            Zones.NAMES.forEach(zone -> zones.append(
                    "auth-zone:\n    name: %1$s\n    zonefile: \"%2$s/%1$s.zone\"\n".formatted(zone, folder)));
            Path config = Files.writeString(folder.resolve("unbound.conf"), unboundConfig(folder, port) + zones);
            return new ProcessBuilder(program, "-d", "-c", config.toString());
        });
    }

    /// Unbound as a resolver that knows nothing itself, and asks another server, with names in mixed case.
    static NameServer unbound(Path folder, SocketAddr upstream) throws Exception {
        String program = tool("unbound");
        return start("start of service", port -> {
            // It waits for as long as a busy machine may take.
            String forward = """
                    server:
                        use-caps-for-id: yes
                        infra-cache-min-rtt: 4000
                    forward-zone:
                        name: "."
                        forward-addr: 127.0.0.1@%d
                    """.formatted(upstream.port());
            Path config = Files.writeString(folder.resolve("forward.conf"), unboundConfig(folder, port) + forward);
            return new ProcessBuilder(program, "-d", "-c", config.toString());
        });
    }

    /// The machine's own names of `test.` would be in front otherwise, and the loopback could not be asked.
    private static String unboundConfig(Path folder, int port) {
        return """
                server:
                    interface: 127.0.0.1
                    port: %d
                    directory: "%s"
                    username: ""
                    chroot: ""
                    pidfile: ""
                    use-syslog: no
                    logfile: ""
                    verbosity: 1
                    num-threads: 1
                    module-config: "iterator"
                    do-not-query-localhost: no
                    local-zone: "test." nodefault
                remote-control:
                    control-enable: no
                """.formatted(port, folder);
    }

    /// dnsmasq, a forwarder with a cache, in front of another server. With `--no-daemon` it would serve
    /// nobody else while a connection is open.
    static NameServer dnsmasq(SocketAddr upstream) throws Exception {
        String program = tool("dnsmasq");
        return start(
                "started, version",
                port -> new ProcessBuilder(
                        program,
                        "--keep-in-foreground",
                        "--conf-file=/dev/null",
                        "--no-resolv",
                        "--no-hosts",
                        "--listen-address=127.0.0.1",
                        "--bind-interfaces",
                        "--port=" + port,
                        "--server=127.0.0.1#" + upstream.port(),
                        "--user=" + System.getProperty("user.name"),
                        "--pid-file=",
                        "--log-facility=-",
                        "--cache-size=10000"));
    }

    /// Another process may take the port in between; then the next one is tried.
    private static NameServer start(String ready, Setup setup) throws Exception {
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            Process process = setup.at(port).redirectErrorStream(true).start();
            try {
                awaitLine(process, ready);
                return new NameServer(process, SocketAddr.of(Ipv4Addr.LOCALHOST, port));
            } catch (AssertionError failed) {
                process.destroyForcibly();
                if (attempt == ATTEMPTS) {
                    throw failed;
                }
            }
        }
    }

    /// A port that is free for both protocols, below those that the kernel chooses from. Name servers and `dig`
    /// share their ports with whoever of the same user asks for that (SO_REUSEPORT), and the kernel may choose a
    /// shared one: `dig` then heard its own question in a server's place.
    static int freePort() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        for (int attempt = 1; ; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, FIRST_CHOSEN_PORT);
            try (var _ = new DatagramSocket(port, loopback);
                    var _ = new ServerSocket(port, 1, loopback)) {
                return port;
            } catch (IOException taken) {
                if (attempt == ATTEMPTS) {
                    throw taken;
                }
            }
        }
    }

    /// Reads the log up to that line, and drops what comes after it.
    private static void awaitLine(Process process, String text) throws Exception {
        var log = new StringBuilder();
        var found = new CompletableFuture<Boolean>();
        Thread.ofVirtual().start(() -> {
            try (BufferedReader reader = process.inputReader(UTF_8)) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    if (line.contains(text)) {
                        found.complete(true);
                    } else if (!found.isDone()) {
                        log.append(line).append('\n');
                    }
                }
            } catch (IOException ended) {
                log.append(ended);
            }
            found.complete(false);
        });
        if (!found.get(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it did not start: " + log);
        }
    }

    /// The path of a program, which may be where only administrators look.
    static String tool(String name) {
        String folders = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return Stream.of(folders.split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> missing(name))
                .toString();
    }

    private static RuntimeException missing(String name) {
        if ("all".equals(System.getProperty("minato.require"))) {
            throw new AssertionError("required, and not there: " + name);
        }
        return new TestAbortedException("not there: " + name);
    }

    SocketAddr address() {
        return address;
    }

    /// Stops it without ending it, or lets it go on.
    void signal(String signal) throws Exception {
        var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new AssertionError("kill failed");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
