package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.platform.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The service manager is told when `serve` is ready, reloads, stops, and that it is alive; SIGHUP ends nothing.
class ServiceManagerTest {
    /// Stands for the service manager: prints each message, with its lines joined.
    private static final String MANAGER = """
            import socket, sys
            manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            manager.bind(sys.argv[1])
            print('bound', flush=True)
            while True:
                print(manager.recv(4096).decode().replace('\\n', ' '), flush=True)
            """;

    @TempDir
    Path folder;

    @Test
    void managerIsToldTheStatesAndThatTheServiceIsAlive() throws IOException {
        Assumptions.assumeTrue(Platform.current().capabilities().unixDatagrams());
        String notify = folder.resolve("notify").toString();
        try (var manager = Program.tool(List.of("python3", "-c", MANAGER, notify))) {
            manager.out().await("^bound$");
            var before = List.of("env", "NOTIFY_SOCKET=" + notify, "WATCHDOG_USEC=100000");
            try (var server = Serving.of(before, Program.modules(), "line", "echo/tcp", "--drain-timeout", "1s")) {
                manager.out().await("^READY=1\\R(?s:.*)^STATUS=serving 2 sockets\\R");
                manager.out().await("^WATCHDOG=1\\R(?s:.*)^WATCHDOG=1\\R");
                hangUp(server.program());
                manager.out().await("^RELOADING=1 MONOTONIC_USEC=\\d+\\R(?s:.*)^READY=1\\R");
                server.program().terminate();
                manager.out().await("^STOPPING=1\\R(?s:.*)^STATUS=draining 0 connections for at most 1s\\R");
                assertThat(server.program().exitCode()).isZero();
                assertThat(server.program().err().textToEnd()).isEmpty();
            }
        }
    }

    @Test
    void sighupWithNothingToReloadSaysSoAndEndsNothing() throws IOException {
        try (var server = Serving.of("echo/tcp")) {
            hangUp(server.program());
            server.program().out().await("^SIGHUP: there is nothing to reload$");
            try (var socket = server.connect("echo")) {
                socket.getOutputStream().write('x');
                assertThat(socket.getInputStream().read()).isEqualTo('x');
            }
            server.program().terminate();
            assertThat(server.program().exitCode()).isZero();
        }
    }

    private static void hangUp(Program program) {
        Program.outputOf("", "kill", "-HUP", Long.toString(program.pid()));
    }

    @Test
    void eachReloadSaysOneLineAndAFailedOneHindersNoOther() {
        List<String> said = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        var reloads = new Reloads();
        reloads.add("certificates", () -> "example.org until 2030");
        reloads.add("deny list", () -> {
            throw new IOException("line 3:\n no network");
        });
        reloads.add("allow list", () -> "");
        assertThat(reloads.run(said::add, failed::add)).isFalse();
        assertThat(said)
                .containsExactly(
                        "SIGHUP: certificates reloaded: example.org until 2030", "SIGHUP: allow list reloaded");
        assertThat(failed).containsExactly("SIGHUP: deny list not reloaded, the old stays: line 3: no network");
    }
}
