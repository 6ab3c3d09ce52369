package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What `./minato` rehearses for its AOT caches ends by itself, and has loaded what the next start needs.
class RehearsalTest {
    private static String loaded(String kind) {
        List<String> command = new ArrayList<>(Program.minatoCommand(new String[0]));
        command.removeLast();
        command.addAll(List.of("dev.minato.cli/dev.minato.cli.Rehearsal", kind));
        command.add(1, "-Xlog:class+load");
        try (var program = Program.tool(command).input("")) {
            String said = program.out().textToEnd();
            assertThat(program.exitCode()).as("%s", program).isZero();
            return said;
        }
    }

    @Test
    void whatOnlyPrintsIsRehearsedWithoutAPlatform() {
        assertThat(loaded("short"))
                .contains("dev.minato.cli.ServicesCommand ", "picocli.CommandLine$Help ", "Usage: minato serve")
                .doesNotContain("dev.minato.platform.linux.", "dev.minato.platform.jdk.");
    }

    @Test
    void aServerIsRehearsedUntilItHasServedAClient() {
        assertThat(loaded("long"))
                .contains(
                        "dev.minato.cli.DoctorCommand ",
                        "dev.minato.server.Serving ",
                        "dev.minato.cli.TcpConversation ");
    }
}
