package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.testing.JavaProgram;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Requirement;
import dev.minato.testing.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The local ports that the system chooses, in a network of its own that has few of them.
@NetworkTest
class LocalPortTest {
    private static final int FIRST = 40_000;
    private static final int LAST = 40_009;
    private static final List<String> NETWORK = List.of(
            "unshare",
            "--net",
            "sh",
            "-c",
            "ip link set lo up && echo '" + FIRST + " " + LAST
                    + "' >/proc/sys/net/ipv4/ip_local_port_range && exec \"$@\"",
            "sh");

    /// Nobody listens there; the system may choose that very port as the local one.
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]", "two.test", "from 127.0.0.1:0"})
    void aConnectionToItselfIsRefused(String host) throws Exception {
        assertThat(said("to", host)).isEqualTo("{connection refused=300}");
    }

    /// With the same address of its own, a socket needs a port that is free for its destination only.
    @Test
    void aLocalAddressWithoutAPortTakesNoPortFromOtherDestinations() throws Exception {
        assumeTrue(Platform.current().name().equals("linux"), "Java has no such option");
        assertThat(said("destinations", "")).isEqualTo("{connected=16}");
    }

    /// The system gives those that say that they share a port one that is shared already.
    @Test
    void aPortThatIsToBeSharedIsFreeAtFirst() throws Exception {
        assertThat(said("shared", "")).isEqualTo("{bound=10}");
    }

    private static String said(String... commands) throws Exception {
        Requirement.that(
                "network namespaces (root)",
                Tool.output("", "unshare", "--net", "echo", "yes").contains("yes"));
        String hosts = "-Djdk.net.hosts.file=" + System.getProperty("jdk.net.hosts.file");
        try (var program = JavaProgram.start(NETWORK, List.of(hosts), Program.class)) {
            for (String command : commands) {
                program.say(command);
            }
            return program.line();
        }
    }

    /// Connects, and says how that went, by kind.
    static final class Program {
        private static final TreeMap<String, Integer> SEEN = new TreeMap<>();

        private interface Connect {
            TcpStream connect() throws NetException;
        }

        static void main() throws Exception {
            switch (IO.readln()) {
                case "to" -> toNobody(IO.readln());
                case "destinations" -> toSeveral();
                case "shared" -> sharedPorts();
                default -> throw new AssertionError();
            }
            System.out.println(SEEN);
        }

        private static void toNobody(String host) throws NetException {
            boolean from = host.startsWith("from ");
            var options =
                    from ? TcpStream.options().localAddress(SocketAddr.parse(host.substring(5))) : TcpStream.options();
            String target = (from ? "127.0.0.1" : host) + ":" + (FIRST + 4);
            for (int i = 0; i < 300; i++) {
                try (var stream = connect(() -> options.connect(target))) {
                    stream.closeReset();
                } catch (NetException counted) {
                    assertThatItIsRefused(counted);
                }
            }
        }

        private static void assertThatItIsRefused(NetException failure) {
            if (failure.kind() != ErrorKind.CONNECTION_REFUSED) {
                System.err.println(failure.getMessage());
            }
        }

        private static void toSeveral() throws Exception {
            var options = TcpStream.options().localAddress(SocketAddr.parse("127.0.0.1:0"));
            var open = new ArrayList<AutoCloseable>();
            for (int server = 0; server < 2; server++) {
                var listener = TcpListener.bind("127.0.0.1:" + (50_000 + server));
                open.add(listener);
                for (int i = 0; i < 8; i++) {
                    open.add(connect(() -> options.connect(listener.localAddress())));
                }
            }
            for (AutoCloseable each : open) {
                each.close();
            }
        }

        private static void sharedPorts() throws Exception {
            var open = new ArrayList<UdpSocket>();
            for (int port = FIRST; port <= LAST; port++) {
                open.add(UdpSocket.options().reusePort(true).bind("127.0.0.1:0"));
            }
            long ports = open.stream().map(UdpSocket::localAddress).distinct().count();
            SEEN.put("bound", (int) ports);
            for (UdpSocket each : open) {
                UdpSocket.options().reusePort(true).bind(each.localAddress()).close();
                each.close();
            }
        }

        private static TcpStream connect(Connect connect) throws NetException {
            try {
                TcpStream stream = connect.connect();
                SEEN.merge("connected", 1, Integer::sum);
                return stream;
            } catch (NetException e) {
                SEEN.merge(e.kind().toString(), 1, Integer::sum);
                throw e;
            }
        }
    }
}
