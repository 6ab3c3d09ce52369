package dev.minato.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.IpNetwork;
import dev.minato.address.Ipv4Addr;
import dev.minato.address.SocketAddr;
import dev.minato.proxy.ProxyHeader;
import dev.minato.testing.Eventually;
import dev.minato.testing.RawPeer;
import dev.minato.testing.Requirement;
import dev.minato.testing.Subprocess;
import dev.minato.testing.Tool;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What nginx sends from its module `stream`, and that it is understood; seen with 1.22.1 of Debian 12. It writes
/// version 1 only.
@Timeout(60)
class NginxStreamTest {
    private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");
    private static final String CONFIGURATION = """
            load_module {module};
            daemon off;
            master_process off;
            pid {folder}/pid;
            error_log {folder}/log;
            events {}
            stream {
                proxy_protocol on;
                server { listen 127.0.0.1:{0}; proxy_pass {v1}; }
                server { listen [::ffff:127.0.0.1]:{1} ipv6only=off; proxy_pass {v1}; }
                server { listen unix:{folder}/clients; proxy_pass {v1}; }
                server { listen 127.0.0.1:{2}; proxy_pass 127.0.0.1:{0}; }
                server { listen 127.0.0.1:{3} udp; proxy_pass {udp}; }
            }
            """;

    @TempDir
    private static Path folder;

    private static Backend backend;
    private static UdpServer datagrams;
    private static Subprocess nginx;
    private static List<SocketAddr> fronts;

    @BeforeAll
    static void start() throws Exception {
        Tool.require("nginx");
        Requirement.that(MODULE.toString(), Files.exists(MODULE));
        backend = new Backend(folder.resolve("server"));
        datagrams = UdpServer.builder()
                .listen("127.0.0.1:0", request -> request.reply(request.data()))
                .refuseProxyHeaders(TrustedProxies.of(IpNetwork.parse("127.0.0.0/8")))
                .start();
        fronts = Backend.freePorts(4).stream()
                .map(port -> SocketAddr.of(Ipv4Addr.LOCALHOST, port))
                .toList();
        String text = CONFIGURATION
                .replace("{module}", MODULE.toString())
                .replace("{folder}", folder.toString())
                .replace("{v1}", backend.v1().toString())
                .replace("{udp}", datagrams.localAddresses().getFirst().toString());
        for (int i = 0; i < fronts.size(); i++) {
            text = text.replace("{" + i + "}", Integer.toString(fronts.get(i).port()));
        }
        Path file = Files.writeString(folder.resolve("nginx.conf"), text);
        nginx = Backend.start(
                fronts.getFirst(), "nginx", "-p", folder.toString(), "-c", file.toString(), "-e", folder + "/log");
    }

    @AfterAll
    static void end() {
        if (nginx != null) {
            nginx.close();
        }
        if (backend != null) {
            backend.close();
            datagrams.close();
        }
    }

    @Test
    void aClientIsToldByALine() throws Exception {
        var peer = RawPeer.connect(fronts.get(0));
        assertThat(backend.ask(peer, "v1").header()).isEqualTo(ProxyHeader.v1(peer.address(), fronts.get(0)));
    }

    @Test
    void ipv4ClientsOfADualStackListenerAreMapped() throws Exception {
        var peer = RawPeer.connect(fronts.get(1));
        Backend.Seen seen = backend.ask(peer, "v1");
        assertThat(seen.peer()).isEqualTo(peer.address().toString());
        assertThat(seen.header().source())
                .contains(
                        SocketAddr.parse("[::ffff:127.0.0.1]:" + peer.address().port()));
    }

    @Test
    void clientsOverUnixSocketsAreUnknown() throws Exception {
        Backend.Seen seen = backend.ask(folder.resolve("clients"), "v1");
        assertThat(seen.header()).isEqualTo(ProxyHeader.unknown());
        assertThat(seen.peer()).startsWith("127.0.0.1:");
    }

    /// A datagram with a header in front is dropped; all that follow in the session have none.
    @Test
    void overUdpTheHeaderIsInTheFirstDatagramOfASessionOnly() throws Exception {
        try (var client = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            client.setSoTimeout((int) Eventually.PATIENCE.toMillis());
            client.connect(fronts.get(3).toInetSocketAddress());
            long before = datagrams.counts().dropped(DropReason.PROXY_HEADER);
            send(client, "one");
            Eventually.holds("dropped", () -> datagrams.counts().dropped(DropReason.PROXY_HEADER) == before + 1);
            for (String text : List.of("two", "three")) {
                send(client, text);
                var answer = new DatagramPacket(new byte[100], 100);
                client.receive(answer);
                assertThat(new String(answer.getData(), 0, answer.getLength(), UTF_8))
                        .isEqualTo(text);
            }
            assertThat(datagrams.counts().dropped(DropReason.PROXY_HEADER)).isEqualTo(before + 1);
        }
    }

    private static void send(DatagramSocket client, String text) throws Exception {
        client.send(new DatagramPacket(text.getBytes(UTF_8), text.length()));
    }
}
