package dev.minato.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The tools of this machine for starting servers and loads: compilers, runtimes, `taskset`. What is missing
/// is said once, on stderr.
///
final class Tools {
    private static final List<String> C_FLAGS = List.of("-std=gnu17", "-O2", "-pthread");
    private static final List<String> PROGRAMS = List.of(
            "tcp_load",
            "connect_load",
            "udp_load",
            "burst_load",
            "first_second",
            "echo_epoll",
            "echo_uring",
            "echo_udp",
            "proxy_splice",
            "pipeliners",
            "quiet_probe",
            "lines_load");
    private static final List<String> TLS_PROGRAMS = List.of("tls_load", "tls_connect_load", "echo_tls");
    private static final List<String> TLS_LIBRARIES = List.of("-lssl", "-lcrypto");
    private static final List<String> JAVA_FLAGS = List.of(
            "-Xmx1g",
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");
    private static final int COMPILER_MINUTES = 5;

    /// Where Debian has the sources of crates, tokio's among them.
    private static final Path CRATES = Path.of("/usr/share/cargo/registry");

    private static final String TOKIO = "tokio/release/echo_tokio";

    private final Path built;
    private final Path peers;
    private final boolean hasC;
    private final boolean hasTls;
    private final boolean hasRust;
    private final boolean hasTokio;
    private final boolean hasNode;
    private final boolean hasTaskset;

    private Tools(Path root) throws IOException, InterruptedException {
        built = Files.createDirectories(root.resolve("target/native"));
        peers = root.resolve("peers");
        hasC = isInPath("cc") && compileC(root.resolve("native"), PROGRAMS, List.of());
        hasTls = hasC && compileC(root.resolve("native"), TLS_PROGRAMS, TLS_LIBRARIES);
        hasRust = isInPath("rustc") && compileRust();
        hasTokio = isInPath("cargo") && Files.isDirectory(CRATES) && compileTokio();
        hasNode = isInPath("node");
        hasTaskset = isInPath("taskset") && Runtime.getRuntime().availableProcessors() > 1;
        notice(hasC, "no C compiler: no C servers, and the load is Java, which costs more than what it measures");
        notice(hasTls || !hasC, "no headers of OpenSSL (Debian's libssl-dev): nothing over TLS");
        notice(hasRust, "no rustc: no Rust servers");
        notice(hasTokio, "no cargo, or no tokio (Debian's librust-tokio-dev): no tokio");
        notice(hasNode, "no node: no Node servers");
        notice(hasTaskset, "no taskset, or a single core: nothing is pinned, and the figures vary more");
    }

    /// Looks for what there is, and compiles what can be compiled.
    static Tools find() throws IOException, InterruptedException {
        return new Tools(Path.of(System.getProperty("bench.root", "bench")));
    }

    static boolean isInPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    boolean hasC() {
        return hasC;
    }

    /// Whether there are a load over TLS and the limit in C.
    boolean hasTls() {
        return hasTls;
    }

    /// Where the servers find their certificates, once [Certificates] has made them.
    Path certificates() {
        return built.resolve("certificates");
    }

    /// A proxy that terminates TLS, with an echo in C behind it, on a port that was free a moment ago.
    Optional<List<String>> proxyCommand(List<String> arguments) {
        if (!hasTls || !isInPath("bash") || !isInPath(arguments.getFirst())) {
            return Optional.empty();
        }
        String script = peers.resolve("tls-proxy").toString();
        return Optional.of(joined(
                joined(List.of("bash", script), arguments),
                List.of(Integer.toString(Ports.free()), path("echo_epoll"))));
    }

    Optional<List<String>> nativeCommand(List<String> arguments) {
        return nativeCommand(arguments.getFirst(), arguments.subList(1, arguments.size()));
    }

    Optional<List<String>> nativeCommand(String program, List<String> arguments) {
        return hasC ? Optional.of(binary(program, arguments)) : Optional.empty();
    }

    Optional<List<String>> rustCommand(List<String> arguments) {
        return hasRust ? Optional.of(binary("echo_rust", arguments)) : Optional.empty();
    }

    Optional<List<String>> tokioCommand(List<String> arguments) {
        return hasTokio ? Optional.of(joined(List.of(path(TOKIO)), arguments)) : Optional.empty();
    }

    /// A script of the peers for the shell, and what it is given.
    Optional<List<String>> scriptCommand(List<String> arguments) {
        String script = peers.resolve(arguments.getFirst()).toString();
        return isInPath("bash")
                ? Optional.of(joined(List.of("bash", script), arguments.subList(1, arguments.size())))
                : Optional.empty();
    }

    /// A script of the peers, and what it is given.
    Optional<List<String>> nodeCommand(List<String> arguments) {
        String script = peers.resolve(arguments.getFirst()).toString();
        return hasNode
                ? Optional.of(joined(List.of("node", script), arguments.subList(1, arguments.size())))
                : Optional.empty();
    }

    List<String> javaCommand(List<String> flags, List<String> arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = joined(List.of(java), JAVA_FLAGS);
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(arguments);
        return command;
    }

    List<String> loadCommand(Protocol protocol, List<String> arguments) {
        if (hasC) {
            return binary((protocol == Protocol.PROXY ? Protocol.TCP : protocol).label() + "_load", arguments);
        }
        String type = protocol == Protocol.UDP ? "UdpLoad" : "TcpLoad";
        return javaCommand(List.of(), joined(List.of("dev.minato.bench.load." + type), arguments));
    }

    /// A load whose messages have a connection each.
    Optional<List<String>> connectingCommand(Protocol protocol, List<String> arguments) {
        return nativeCommand(protocol == Protocol.TLS ? "tls_connect_load" : "connect_load", arguments);
    }

    /// `command` on these cores (`0`, `0,1`), where that can be said.
    List<String> pinned(String cores, List<String> command) {
        return hasTaskset ? joined(List.of("taskset", "-c", cores), command) : command;
    }

    private boolean compileC(Path sources, List<String> programs, List<String> libraries)
            throws IOException, InterruptedException {
        for (String name : programs) {
            String source = sources.resolve(name + ".c").toString();
            List<String> command = joined(joined(List.of("cc"), C_FLAGS), List.of(source, "-o", path(name)));
            if (!compile(joined(command, libraries))) {
                return false;
            }
        }
        return true;
    }

    private boolean compileRust() throws IOException, InterruptedException {
        String source = peers.resolve("echo.rs").toString();
        return compile(List.of("rustc", "-O", "--edition", "2024", source, "-o", path("echo_rust")));
    }

    private boolean compileTokio() throws IOException, InterruptedException {
        return compile(List.of(
                "cargo",
                "build",
                "--quiet",
                "--offline",
                "--release",
                "--manifest-path",
                peers.resolve("tokio/Cargo.toml").toString(),
                "--target-dir",
                path("tokio"),
                "--config",
                "source.crates-io.replace-with='debian'",
                "--config",
                "source.debian.directory='%s'".formatted(CRATES)));
    }

    private static boolean compile(List<String> command) throws IOException, InterruptedException {
        Process compiler = Children.start(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT));
        return compiler.waitFor(COMPILER_MINUTES, TimeUnit.MINUTES) && compiler.exitValue() == 0;
    }

    private List<String> binary(String name, List<String> arguments) {
        return joined(List.of(path(name)), arguments);
    }

    private String path(String name) {
        return built.resolve(name).toString();
    }

    private static void notice(boolean there, String otherwise) {
        if (!there) {
            System.err.println("bench: " + otherwise);
        }
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
