package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The script of `minato completion` completes commands, options and what they take, in the shells it is for.
class CompletionTest {
    @ParameterizedTest
    @CsvSource({
        "se, 'serve services'",
        "serve --dr, --drain-timeout",
        "connect --u, --udp",
        "dn, dns",
        "dns --se, --server",
        "dns example.org SV, 'SVCB'",
        "doctor --a, --all",
        "serve rev, reverse",
        "serve ch, chat",
        "serve --con, --console",
        "con, 'connect console'",
        "serve metr, metrics-in",
        "serve dn, dns",
        "serve --up, --upstream",
        "help con, 'connect console'",
        "ga, game",
        "game r, report",
        "game report --re, --reorder",
        "completion z, zsh",
    })
    void bashCompletes(String typed, String completed) {
        assertThat(completions("bash", "", typed)).isEqualTo(completed);
    }

    /// The function offers all that can stand there; zsh itself keeps what begins as typed.
    @ParameterizedTest
    @CsvSource({"se, serve, --quiet", "serve --dr, --drain-timeout, connect"})
    void zshCompletes(String typed, String offered, String notOffered) {
        assertThat(completions("zsh", "setopt KSH_ARRAYS SH_WORD_SPLIT; ", typed)
                        .split(" "))
                .contains(offered)
                .doesNotContain(notOffered);
    }

    /// What the shell's completion function replies when `minato` and these words are typed.
    private static String completions(String shell, String before, String typed) {
        Require.tool(shell);
        try (var minato = Program.minato("completion", shell)) {
            String script = minato.out().textToEnd();
            assertThat(minato.exitCode()).as("%s", minato).isZero();
            int words = typed.split(" ").length;
            String ask = "eval \"$(cat)\"; " + before + "COMP_WORDS=(minato " + typed + "); COMP_CWORD=" + words
                    + "; _complete_minato; echo \"${COMPREPLY[*]}\"";
            return Program.outputOf(script, shell, "-c", ask)
                    .lines()
                    .reduce((_, last) -> last)
                    .orElse("")
                    .strip();
        }
    }
}
