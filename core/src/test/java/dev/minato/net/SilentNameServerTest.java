package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.testing.JavaProgram;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Requirement;
import dev.minato.testing.Subprocess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A name server that never answers holds up those who ask it, and nobody else; and the threads that wait for
/// it are bounded. [LookupProgram] looks up, in a network and with files of its own.
@NetworkTest
class SilentNameServerTest {
    private static final int AT_ONCE = 4;
    private static final int MAX_THREADS = 64;
    private static final int QUEUE = 1024;

    /// The resolver repeats its question for minutes, so that no answer comes by itself.
    private static final String RESOLV_CONF = "nameserver 127.0.0.1\noptions timeout:30 attempts:5\n";

    /// `localhost` is not there.
    private static final String HOSTS = "127.0.0.9 harbour.test\n";

    @TempDir
    static Path folder;

    private JavaProgram program;

    @BeforeEach
    void start() throws Exception {
        Requirement.that(
                "network and mount namespaces (root)",
                Subprocess.succeeds("unshare", "--net", "--mount", "ip", "link", "set", "lo", "up"));
        program = JavaProgram.start(ownNetwork(), List.of("-XX:TieredStopAtLevel=1"), LookupProgram.class);
        assertThat(program.line()).isEqualTo("ready");
    }

    @AfterEach
    void stop() {
        if (program != null) {
            program.close();
        }
    }

    /// What ends with the process: a network with nothing but its loopback, and files in the place of those
    /// that the resolver reads.
    private static List<String> ownNetwork() throws IOException {
        Files.writeString(folder.resolve("resolv.conf"), RESOLV_CONF);
        Files.writeString(folder.resolve("hosts"), HOSTS);
        Files.writeString(folder.resolve("nsswitch.conf"), "hosts: files dns\n");
        var script = "ip link set lo up && for file in resolv.conf hosts nsswitch.conf; do"
                + " [ -e /etc/$file ] || touch /etc/$file; mount --bind \"$0/$file\" /etc/$file || exit; done; exec \"$@\"";
        return List.of("unshare", "--net", "--mount", "sh", "-c", script, folder.toString());
    }

    private String ask(String command) throws IOException {
        program.say(command);
        return program.line();
    }

    private void isAtOnce() throws IOException {
        assertThat(ask("look localhost 15000")).isEqualTo("[127.0.0.1, ::1]");
        assertThat(ask("look LocalHost 15000")).isEqualTo("[127.0.0.1, ::1]");
        assertThat(ask("look harbour.test 15000")).isEqualTo("[127.0.0.9]");
        assertThat(ask("look 127.0.0.1 15000")).isEqualTo("[127.0.0.1]");
    }

    @Test
    void namesThatNobodyAnswersHoldUpNoOther() throws Exception {
        isAtOnce();
        ask("dead " + AT_ONCE);
        assertThat(ask("asked " + AT_ONCE)).isEqualTo("ok " + AT_ONCE);
        isAtOnce();
        assertThat(ask("look late.example 50")).isEqualTo("timed out");
        isAtOnce();
    }

    /// Those that were given up do not count: the next ones are asked for.
    @Test
    void namesThatWereGivenUpMakeRoomForOthers() throws Exception {
        for (int asked = AT_ONCE; asked <= 3 * AT_ONCE; asked += AT_ONCE) {
            ask("dead " + AT_ONCE);
            assertThat(ask("asked " + asked)).isEqualTo("ok " + asked);
            assertThat(ask("threads")).isEqualTo(String.valueOf(asked));
            ask("give up");
        }
        isAtOnce();
    }

    @Test
    void threadsThatAreStuckAreBounded() throws Exception {
        for (int asked = AT_ONCE; asked <= MAX_THREADS; asked += AT_ONCE) {
            ask("dead " + AT_ONCE);
            assertThat(ask("asked " + asked)).isEqualTo("ok " + asked);
            ask("give up");
        }

        // Nobody is free to ask for these any more: they wait, and beyond a bound not even that.
        ask("dead " + (QUEUE + 10));
        assertThat(ask("refused 10")).isEqualTo("10 [other error: too many names are waiting to be looked up already]");
        assertThat(ask("look one.example 15000"))
                .isEqualTo("other error: too many names are waiting to be looked up already");
        assertThat(ask("threads")).isEqualTo(String.valueOf(MAX_THREADS));
        assertThat(ask("asked " + MAX_THREADS)).isEqualTo("ok " + MAX_THREADS);
        isAtOnce();

        // Those that give up leave the queue.
        ask("give up");
        assertThat(ask("look two.example 50")).isEqualTo("timed out");
        isAtOnce();
    }
}
