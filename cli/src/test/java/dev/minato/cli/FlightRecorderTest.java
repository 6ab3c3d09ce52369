package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A recording of a running server is switched on with `jcmd` and the settings file of the documentation, and
/// read with `jfr`.
class FlightRecorderTest {
    private static final String SETTINGS =
            Path.of("../docs/minato.jfc").toAbsolutePath().normalize().toString();

    private static String jcmd(Serving server, String... arguments) {
        var command = new String[arguments.length + 2];
        command[0] = Program.ofJdk("jcmd");
        command[1] = Long.toString(server.program().pid());
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        return Program.outputOf("", command);
    }

    private static void echo(Serving server) throws Exception {
        try (var client = server.connect("echo")) {
            client.getOutputStream().write('x');
            assertThat(client.getInputStream().read()).isEqualTo('x');
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        server.program().err().await("(?s)echo .*finished");
    }

    private static String print(Path recording) {
        return Program.outputOf("", Program.ofJdk("jfr"), "print", "--events", "dev.minato.*", recording.toString());
    }

    @Test
    void connectionsAreRecordedOnceItIsSwitchedOn(@TempDir Path folder) throws Exception {
        Path recording = folder.resolve("minato.jfr");
        try (var server = Serving.of("echo/tcp", "--verbose")) {
            assertThat(jcmd(server, "JFR.start", "name=minato", "settings=" + SETTINGS))
                    .contains("Started recording");
            echo(server);
            String _ = jcmd(server, "JFR.dump", "name=minato", "filename=" + recording);
        }
        assertThat(print(recording))
                .containsOnlyOnce("dev.minato.ConnectionOpened {")
                .containsOnlyOnce("dev.minato.ConnectionClosed {")
                .contains("service = \"echo\"")
                .contains("reason = \"finished\"")
                .contains("bytesIn = 1 byte");
    }

    @Test
    void theJdksOwnSettingsRecordNothingOfIt(@TempDir Path folder) throws Exception {
        Path recording = folder.resolve("default.jfr");
        try (var server = Serving.of("echo/tcp", "--verbose")) {
            assertThat(jcmd(server, "JFR.start", "name=other", "settings=default"))
                    .contains("Started recording");
            echo(server);
            String _ = jcmd(server, "JFR.dump", "name=other", "filename=" + recording);
        }
        assertThat(print(recording)).doesNotContain("dev.minato.");
    }
}
