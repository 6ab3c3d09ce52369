package dev.minato.cli;

import dev.minato.address.AddressParseException;
import dev.minato.address.HostPort;
import dev.minato.error.NetException;
import dev.minato.net.TcpStream;
import dev.minato.net.UdpSocket;
import dev.minato.task.Tasks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

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

    private final VerbosityOptions verbosity = new VerbosityOptions(
            "Say on standard error when it is connected, and when it has ended: after what time, with how many"
                    + " bytes, and why.",
            "Do not say why it failed; the exit code tells that it did.");

    CommandSpec spec() {
        CommandSpec spec = Commands.command(this, "connect", "minato connect [OPTION]... HOST:PORT")
                .addPositional(target)
                .addOption(udp)
                .addOption(timeout);
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

    private ConversationLog log() {
        Consumer<String> lines = verbosity.isVerbose() ? StandardError::println : _ -> {};
        return new ConversationLog(InstantSource.system(), System::nanoTime, lines);
    }

    /// Returns why it ended, if it ended well.
    private String converse(String address, ConversationLog log) throws Exception {
        Optional<Duration> limit = Optional.ofNullable(timeout.getValue());
        if (udp.<Boolean>getValue()) {
            Duration silence = limit.orElse(UDP_IDLE_TIMEOUT);
            overUdp(address, silence, log);
            return "no datagram for " + DurationOption.text(silence);
        }
        overTcp(address, limit.orElse(CONNECT_TIMEOUT), log);
        return "the peer ended it";
    }

    private static String checked(String address) throws Failure {
        try {
            return HostPort.parse(address).toString();
        } catch (AddressParseException e) {
            throw Failure.usage(Commands.text(e));
        }
    }

    private static void overTcp(String address, Duration limit, ConversationLog log) throws Failure, NetException {
        try (var stream = TcpStream.connect(address, limit)) {
            log.connected(stream.localAddress(), stream.peerAddress());
            stream.setNoDelay(true);
            new TcpConversation(stream, address, log).run();
        }
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
