package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.address.IpAddr;
import dev.minato.server.ServerObserver;
import dev.minato.services.Binding;
import dev.minato.services.Limits;
import dev.minato.services.Protocol;
import dev.minato.services.Server;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// What `--proxy-protocol`, `--allow` and `--deny` say, from the command line and from files.
class AccessOptionsTest {
    @TempDir
    private Path folder;

    private static AccessOptions parsed(String... arguments) {
        var options = new AccessOptions();
        CommandSpec spec = CommandSpec.wrapWithoutInspection((Callable<Integer>) () -> 0);
        options.addTo(spec);
        var _ = new CommandLine(spec).setExpandAtFiles(false).parseArgs(arguments);
        return options;
    }

    private static Limits limits(String... arguments) throws Failure {
        return parsed(arguments).addTo(Limits.DEFAULT);
    }

    private static void refused(int exitCode, String says, String... arguments) {
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> limits(arguments))
                .withMessageContaining(says)
                .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(exitCode));
    }

    @Test
    void networksAreRead() throws Exception {
        Path file = Files.writeString(folder.resolve("list"), "# office\n10.0.0.0/8\r\n\n  2001:db8::/32  # v6\n");
        Limits limits = limits(
                "--proxy-protocol", "127.0.0.1,unix", "--allow", "192.0.2.0/24,@" + file, "--deny", "10.1.0.0/16");
        assertThat(limits.proxies().contains(IpAddr.parse("127.0.0.1"))).isTrue();
        assertThat(limits.proxies().contains(IpAddr.parse("127.0.0.2"))).isFalse();
        assertThat(limits.proxies().containsUnix()).isTrue();
        for (String in : List.of("192.0.2.1", "10.2.0.1", "2001:db8::1")) {
            assertThat(limits.access().allows(IpAddr.parse(in))).as(in).isTrue();
        }
        for (String out : List.of("10.1.0.1", "127.0.0.1", "::1")) {
            assertThat(limits.access().allows(IpAddr.parse(out))).as(out).isFalse();
        }
        assertThat(limits().proxies().isEmpty()).isTrue();
        assertThat(limits().access().allows(IpAddr.parse("::1"))).isTrue();
    }

    @Test
    void whatIsMalformedIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("list"), "10.0.0.0/8\n\n10.0.0.1/8\n");
        refused(2, "--deny: " + file + ", line 3: invalid network \"10.0.0.1/8\"", "--deny", "@" + file);
        refused(2, "--allow: invalid network \"10.0.0.0/33\"", "--allow", "10.0.0.0/33");
        refused(2, "--allow: invalid network \"\"", "--allow", "10.0.0.0/8,");
        refused(2, "--proxy-protocol: invalid network \"Unix\"", "--proxy-protocol", "Unix");
        refused(2, "no file", "--proxy-protocol", "@" + file);
        refused(1, "--allow: there is no file " + folder.resolve("none"), "--allow", "@" + folder.resolve("none"));
        refused(1, "--allow: cannot read " + folder, "--allow", "@" + folder);
        refused(1, "--allow: /dev/zero is longer than 32MiB", "--allow", "@/dev/zero");
    }

    /// The list is exchanged as a whole, or stays.
    @Test
    void filesAreReadAnew() throws Exception {
        Path file = Files.writeString(folder.resolve("list"), "203.0.113.0/24\n");
        AccessOptions options = parsed("--deny", "@" + file);
        var echo = List.of(new Binding("echo", Protocol.TCP, "127.0.0.1:0"));
        try (var server = Server.open(echo, options.addTo(Limits.DEFAULT), ServerObserver.SILENT)) {
            assertThat(isServed(server)).isTrue();
            Files.writeString(file, "127.0.0.0/8\n");
            options.reload(server);
            assertThat(isServed(server)).isFalse();
            Files.writeString(file, "\nnonsense\n");
            assertThatThrownBy(() -> options.reload(server)).isInstanceOf(Failure.class);
            assertThat(isServed(server)).isFalse();
            Files.writeString(file, "");
            options.reload(server);
            assertThat(isServed(server)).isTrue();
        }
    }

    private static boolean isServed(Server server) throws IOException {
        int port = Integer.parseInt(
                server.boundServices().getFirst().address().toString().replaceFirst(".*:", ""));
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write('x');
            return socket.getInputStream().read() == 'x';
        } catch (IOException reset) {
            return false;
        }
    }
}
