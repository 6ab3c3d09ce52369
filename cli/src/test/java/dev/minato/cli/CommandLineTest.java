package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is wrong with a command line is said in one line, with exit code 2; help and lists go to standard
/// output.
class CommandLineTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            serv                            | unknown command 'serv'
            --bogus                         | unknown option '--bogus'
            help nope                       | unknown command 'nope'
            services echo                   | unexpected argument 'echo'
            doctor now                      | unexpected argument 'now'
            serve --bogus                   | unknown option '--bogus'
            serve nope                      | unknown service 'nope'
            serve Echo                      | unknown service 'Echo'
            serve echo/sctp                 | unknown protocol 'sctp'
            serve time/tcp                  | there is no time/tcp
            serve kv/udp=127.0.0.1:0        | there is no kv/udp
            serve =                         | unknown service ''
            serve echo=                     | port is missing
            serve echo=127.0.0.1            | port is missing
            serve echo=127.0.0.1:65536      | echo=127.0.0.1:65536
            serve echo=::1:80               | brackets
            serve echo=127.1:80             | echo=127.1:80
            serve echo echo/udp             | echo/udp is named twice
            serve kv=127.0.0.1:0 kv/tcp     | kv/tcp is named twice
            serve --idle-timeout 5          | '5' is not a duration
            serve --idle-timeout 5h         | '5h' is not a duration
            serve --write-timeout 0s        | '0s' is not above zero
            serve --drain-timeout -1s       | '-1s' is not a duration
            serve --drain-timeout 9999999999999999m | days
            serve --max-connections 0       | '0' is not from 1
            serve --max-connections 1KiB    | '1KiB' is not a number
            serve --max-connections         | --max-connections
            serve --max-line 64KB           | '64KB' is not a size
            serve --max-line 65MiB          | '65MiB' is not from 1 to 64MiB
            serve --kv-max-bytes 0          | '0' is not from 1
            serve --max-answers 0           | '0' is not from 1
            serve --metrics-in-series 0     | '0' is not from 1
            serve --metrics-in-expiry 0s    | '0s' is not above zero
            serve --dns-cache 2GiB          | '2GiB' is not from 1 to 1024MiB
            serve --upstream localhost      | 'localhost' is not an address such as
            serve --upstream 127.0.0.1:     | '127.0.0.1:' is not an address such as
            serve --upstream [::1           | '[::1' is not an address such as
            serve --kv-max-bytes 9999999999999999999 | is not a size
            connect                         | missing required parameter: 'HOST:PORT'
            connect 127.0.0.1               | port is missing
            connect :80                     | ":80"
            connect a:1 b:2                 | unexpected argument 'b:2'
            connect --timeout soon a:1      | 'soon' is not a duration
            connect --timeout 1s --timeout 2s a:1 | --timeout
            connect --proxy-header v3 a:1   | 'v3' is neither v1 nor v2
            connect --udp --proxy-header v1 a:1 | --proxy-header is for TCP
            connect --quiet --verbose a:1   | --verbose and --quiet exclude each other
            serve -q -v                     | --verbose and --quiet exclude each other
            serve --allow 10.0.0.1/8        | --allow: invalid network "10.0.0.1/8" at position 0: the address has
            serve --deny example.org        | --deny: invalid network "example.org" at position 0
            serve --proxy-protocol 10/8     | --proxy-protocol: invalid network "10/8" at position 2
            dns                             | missing required parameter: 'NAME'
            dns a.test any                  | 'any' is not one of A, NS, CNAME,
            dns a..b                        | no name of the DNS: 'a..b'
            dns 192.0.2.1 MX                | an address has names (PTR) only
            dns a.test --server 1.2.3       | --server: invalid host "1.2.3"
            dns a.test --server x:y         | --server:
            dns a.test --timeout 5          | '5' is not a duration
            dns a.test --short --json       | --short and --json exclude each other
            dns a.test --tls-name b.test    | --tls-name needs --tls
            dns a.test --tls --insecure --ca x | --insecure trusts everybody
            serve --grace 1s                | unknown option '--grace'
            console                         | missing required parameter: 'PATH'
            game nope                       | unknown command 'nope' (see minato game --help)
            game --bogus                    | unknown option '--bogus'
            help game nope                  | unknown command 'nope' (see minato game --help)
            game server 127.0.0.1           | port is missing
            game server 127.0.0.1:0 more    | unexpected argument 'more'
            game server --players 0         | '0' is not from 1 to 16384
            game server --player-timeout 1ms | --player-timeout must be from 100ms to 60m
            game play                       | missing required parameter: 'HOST:PORT'
            game play 127.0.0.1             | port is missing
            game play --interpolation 2s a:1 | --interpolation must be at most 1s
            game bots                       | missing required parameter: 'HOST:PORT'
            game bots -n many a:1           | 'many' is not a number
            game report --loss 5            | '5' is not a share from 0% to 100%, such as 5% or 0.5%
            game report --loss 101%         | '101%' is not a share
            game report --loss -1%          | '-1%' is not a share
            game report --delay 20ms        | jitter must be from 0 to 20 ms, not 30 ms
            game report --delay 11s         | delay must be from 0 to 10000 ms, not 11000 ms
            game report --delay 0ms --jitter 0ms | reordering needs a delay
            game report --duration 11m      | --duration must be at most 10m
            game report --players 1         | --players must be at least 2
            game report --seed -1           | '-1' is not a number
            completion                      | missing required parameter: 'SHELL'
            completion fish                 | no completion for 'fish'
            """)
    void aWrongCommandLineIsOneLineAndExitCode2(String arguments, String said) {
        try (var minato = Program.minato(arguments.split(" "))) {
            assertThat(minato.exitCode()).as("%s", minato).isEqualTo(2);
            assertThat(minato.err().textToEnd())
                    .startsWith("minato: ")
                    .contains(said)
                    .hasLineCount(1);
            assertThat(minato.out().toEnd()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help", ""})
    void helpNamesEveryCommand(String argument) {
        assertThat(saidBy(argument))
                .contains(
                        "Usage: minato COMMAND",
                        "serve ",
                        "connect ",
                        "dns ",
                        "console ",
                        "game ",
                        "services ",
                        "doctor ",
                        "completion ",
                        "help ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "connect",
                "dns",
                "console",
                "game",
                "game server",
                "game play",
                "game bots",
                "game report",
                "services",
                "doctor",
                "completion",
                "help"
            })
    void eachCommandExplainsItselfWithExamplesIn80Columns(String command) {
        String help = saidBy("help " + command);
        assertThat(help).startsWith("Usage: minato " + command).containsPattern("(?s)\nExamples:\n.*minato " + command);
        assertThat(help.lines()).allMatch(line -> line.length() <= 80, "at most 80 columns");
        assertThat(saidBy(command + " --help")).isEqualTo(help);
    }

    @Test
    void theBoundOfWhatKvKeepsIsSaidWithItsReason() {
        var flags = List.of("-Xmx64m", "-XX:MaxHeapFreeRatio=100");
        try (var minato = Program.minatoWith(flags, "serve", "--kv-max-bytes", "1GiB")) {
            assertThat(minato.exitCode()).as("%s", minato).isEqualTo(2);
            assertThat(minato.err().textToEnd())
                    .startsWith("minato: ")
                    .containsPattern("'1GiB' is not from 1 to \\d+(KiB|MiB)? \\(half the heap\\)")
                    .hasLineCount(1);
        }
    }

    @Test
    void theBoundOfWhatKvKeepsIsExplained() {
        assertThat(saidBy("help serve")).containsPattern("--kv-max-bytes=BYTES .*half\\s+the\\s+heap");
    }

    @Test
    void nothingIsColouredInAPipe() {
        assertThat(saidBy("help serve")).doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V"})
    void theVersionIsThatOfTheBuild(String option) {
        assertThat(saidBy(option)).matches("minato \\d+\\.\\d+\\.\\d+\\S*\\R");
    }

    @Test
    void servicesAreListedWithTheirPorts() {
        assertThat(saidBy("services").lines().map(line -> line.replaceAll(" +", " ")))
                .hasSize(12)
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("SERVICE TCP UDP WHAT IT DOES"),
                        line -> assertThat(line).startsWith("echo 7878 9000 "),
                        line -> assertThat(line).startsWith("line 7879 - "),
                        line -> assertThat(line).startsWith("count 7880 - "),
                        line -> assertThat(line).startsWith("kv 7881 - "),
                        line -> assertThat(line).startsWith("hello 7882 - "),
                        line -> assertThat(line).startsWith("time - 9001 "),
                        line -> assertThat(line).startsWith("reverse - 34254 "),
                        line -> assertThat(line).startsWith("chat 7884 - ").endsWith("; only when named"),
                        line -> assertThat(line).startsWith("metrics-in 8125 8125 "),
                        line -> assertThat(line).startsWith("game - 7885 ").endsWith("; only when named"),
                        line -> assertThat(line).startsWith("dns 5300 5300 ").endsWith("; only when named"));
        assertThat(saidBy("services").lines()).allMatch(line -> line.length() <= 80, "at most 80 columns");
    }

    @Test
    void aListThatCannotBeWrittenIsAFailure() {
        Require.that(Files.exists(Path.of("/dev/full")), "the file /dev/full");
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >/dev/full", "sh"));
        command.addAll(Program.minatoCommand(new String[] {"services"}));
        try (var minato = Program.tool(command)) {
            assertThat(minato.exitCode()).as("%s", minato).isEqualTo(1);
            assertThat(minato.err().textToEnd())
                    .startsWith("minato: standard output: ")
                    .hasLineCount(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"services", "doctor", "help", "--help", "--version"})
    void aListThatNobodyReadsIsAQuietEndWithTheExitCodeOfSigpipe(String arguments) {
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "exec 3>&2; { sleep 1; \"$@\"; echo exit $? >&3; } | true", "sh"));
        command.addAll(Program.minatoCommand(new String[] {arguments}));
        try (var minato = Program.tool(command)) {
            assertThat(minato.err().textToEnd()).isEqualTo("exit 141\n");
        }
    }

    @Test
    void exhaustedMemoryIsOneLineAndExitCode3() {
        List<String> arguments = new ArrayList<>(List.of("serve"));
        arguments.addAll(Collections.nCopies(50_000, "echo=127.0.0.1:0"));
        try (var minato = Program.minatoWith(List.of("-Xmx10m"), arguments.toArray(String[]::new))) {
            assertThat(minato.exitCode()).isEqualTo(3);
            assertThat(minato.err().textToEnd())
                    .isEqualTo("minato: out of memory in a thread that others depend on; the process ends\n");
        }
    }

    @Test
    void theHelpNamesEveryExitCode() {
        assertThat(saidBy("help")).contains("Exit codes:").contains("0 ", "1 ", "2 ", "3 ", "130", "141", "143");
    }

    private static String saidBy(String arguments) {
        try (var minato = Program.minato(arguments.isEmpty() ? new String[0] : arguments.split(" "))) {
            assertThat(minato.exitCode()).as("%s", minato).isZero();
            assertThat(minato.err().toEnd()).isEmpty();
            return minato.out().textToEnd();
        }
    }
}
