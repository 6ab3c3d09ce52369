package dev.minato.cli;

import dev.minato.address.AddressParseException;
import dev.minato.address.HostPort;
import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.TcpStream;
import dev.minato.net.UdpSocket;
import dev.minato.proxy.ProxyCodec;
import dev.minato.proxy.ProxyHeader;
import dev.minato.task.Tasks;
import dev.minato.tls.TlsConnector;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/// The command `minato connect`: copies standard input to a socket, and the socket to standard output.
final class ConnectCommand implements Callable<Integer> {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration UDP_IDLE_TIMEOUT = Duration.ofSeconds(1);

    private final PositionalParamSpec target = PositionalParamSpec.builder()
            .paramLabel("HOST:PORT")
            .index("0")
            .required(true)
            .hideParamSyntax(true)
            .type(String.class)
            .description("A name, an IPv4 address, or an IPv6 address in brackets; and a port.")
            .build();
    private final OptionSpec udp = Commands.flag("--udp")
            .description("Send each line as a datagram, without its newline, and print each reply as a line. Exits 1 if"
                    + " no reply comes.")
            .build();
    private final OptionSpec timeout = Commands.option("--timeout", "D", DurationOption.positive(), Duration.class)
            .description("Connect timeout: "
                    + DurationOption.text(CONNECT_TIMEOUT)
                    + " by default. With --udp, the idle timeout after which it ends: "
                    + DurationOption.text(UDP_IDLE_TIMEOUT) + ".")
            .build();
    private final OptionSpec proxyHeader = Commands.option(
                    "--proxy-header", "v1|v2", ConnectCommand::version, Integer.class)
            .description("Send a PROXY header with the connection's own addresses first.")
            .build();

    private final TlsClientOptions tlsOptions = new TlsClientOptions();
    private final VerbosityOptions verbosity = new VerbosityOptions(
            "Say on standard error when it is connected, and when it has ended: after what time, with how many"
                    + " bytes, and why.",
            "Do not say why it failed; the exit code tells that it did.");

    CommandSpec spec() {
        CommandSpec spec = Commands.command(this, "connect", "minato connect [OPTION]... HOST:PORT")
                .addPositional(target)
                .addOption(udp)
                .addOption(timeout)
                .addOption(proxyHeader);
        tlsOptions.addTo(spec);
        verbosity.addTo(spec);
        spec.addOption(Commands.help());
        spec.usageMessage()
                .description(
                        "Sends standard input to HOST:PORT and prints what comes back.",
                        "Over TCP both go byte for byte. The end of standard input is passed on as a half-close; it ends when the peer does, and exits 1 if that did not take all of standard input.")
                .footerHeading("%nD is a duration such as 500ms, 5s or 1m.%n%nExamples:%n")
                .footer(
                        "  minato connect 127.0.0.1:7879                    type lines; Ctrl-D ends",
                        "  printf 'SET a b\\nGET a\\nQUIT\\n' | minato connect localhost:7881",
                        "  printf hello | minato connect '[::1]:7880'",
                        "  minato connect --tls example.org:443             the same, encrypted",
                        "  printf TIME | minato connect --udp 127.0.0.1:9001",
                        "  printf 'one\\ntwo\\n' | minato connect --udp --timeout 200ms 127.0.0.1:34254");
        return spec;
    }

    @Override
    public Integer call() throws Exception {
        verbosity.check();
        String address = checked(target.getValue());
        var log = log();
        try {
            log.ended(converse(address, log));
            return 0;
        } catch (Failure | NetException e) {
            log.ended(Commands.text(e));
            throw verbosity.isQuiet() ? Failure.silent(e) : e;
        }
    }

    private static int version(String text) {
        return switch (text) {
            case "v1" -> 1;
            case "v2" -> 2;
            default -> throw new TypeConversionException("'" + text + "' is neither v1 nor v2");
        };
    }

    private ConversationLog log() {
        Consumer<String> lines = verbosity.isVerbose() ? StandardError::println : _ -> {};
        return new ConversationLog(InstantSource.system(), System::nanoTime, lines);
    }

    /// Returns why it ended, if it ended well.
    private String converse(String address, ConversationLog log) throws Exception {
        Optional<Duration> limit = Optional.ofNullable(timeout.getValue());
        Duration connectTimeout = limit.orElse(CONNECT_TIMEOUT);
        Optional<Integer> version = Optional.ofNullable(proxyHeader.<@Nullable Integer>getValue());
        Optional<TlsConnector> tls = tlsOptions.connector(connectTimeout);
        if (udp.<Boolean>getValue()) {
            if (version.isPresent()) {
                throw Failure.usage("--proxy-header is for TCP");
            }
            if (tls.isPresent()) {
                throw Failure.usage("--tls is for TCP");
            }
            Duration silence = limit.orElse(UDP_IDLE_TIMEOUT);
            overUdp(address, silence, log);
            return "no datagram for " + DurationOption.text(silence);
        }
        overTcp(address, connectTimeout, version, tls, log);
        return "the peer ended it";
    }

    private static String checked(String address) throws Failure {
        try {
            return HostPort.parse(address).toString();
        } catch (AddressParseException e) {
            throw Failure.usage(Commands.text(e));
        }
    }

    private void overTcp(
            String address,
            Duration connectTimeout,
            Optional<Integer> version,
            Optional<TlsConnector> tls,
            ConversationLog log)
            throws Failure, NetException {
        try (var stream = TcpStream.connect(address, connectTimeout)) {
            log.connected(stream.localAddress(), stream.peerAddress());
            stream.setNoDelay(true);
            if (version.isPresent()) {
                sendHeader(version.get(), stream);
            }
            if (tls.isPresent()) {
                overTls(stream, address, tls.get(), log);
            } else {
                new TcpConversation(stream, stream, address, log).run();
            }
        }
    }

    private void overTls(TcpStream socket, String address, TlsConnector connector, ConversationLog log)
            throws Failure, NetException {
        var report = new TlsReport(verbosity.isQuiet() ? _ -> {} : StandardError::println);
        try (var stream = connector.connect(socket, HostPort.parse(address).host())) {
            report.connected(stream);
            new TcpConversation(stream, socket, address, log).run();
        } catch (NetException e) {
            report.failed(e);
            throw e;
        }
    }

    private static void sendHeader(int version, TcpStream stream) throws NetException {
        SocketAddr from = stream.localAddress();
        SocketAddr to = stream.peerAddress();
        ProxyHeader header = version == 1 ? ProxyHeader.v1(from, to) : ProxyHeader.v2(from, to);
        var codec = new ProxyCodec();
        var bytes = ByteBuffer.allocate(codec.maxEncodedLength(header));
        codec.encode(header, bytes);
        stream.writeAll(bytes.flip());
    }

    private static void overUdp(String address, Duration silence, ConversationLog log) throws Exception {
        UdpSocket socket = Tasks.withDeadline(CONNECT_TIMEOUT, () -> connected(address));
        try (var conversation = new UdpConversation(socket, log)) {
            log.connected(socket.localAddress(), socket.peerAddress().orElseThrow());
            if (conversation.run(silence) == 0) {
                conversation.checkError();
                throw Failure.refused("no reply from " + address);
            }
        }
    }

    private static UdpSocket connected(String address) throws NetException {
        UdpSocket socket = UdpSocket.bindFor(address);
        try {
            socket.connect(address);
            return socket;
        } catch (NetException e) {
            socket.close();
            throw e;
        }
    }
}
