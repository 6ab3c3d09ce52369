package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.platform.Capabilities;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `minato doctor` says what it really runs on, why, and what to change.
class DoctorTest {
    private static final String ACCESS = "--enable-native-access=dev.minato";
    private static final String OPEN = "--add-opens=java.base/java.lang=dev.minato";
    private static final List<String> ASKING_FOR_RING =
            List.of(ACCESS, OPEN, "-Dminato.scheduling=local", "-Dminato.polling=ring");

    @Test
    @EnabledOnOs(OS.LINUX)
    void linuxLocal() {
        assertThat(saidWith(ACCESS, OPEN, "-Dminato.scheduling=local"))
                .containsPattern("(?m)^platform +linux +the default where it works$")
                .containsPattern("(?m)^scheduling +local +asked for by -Dminato.scheduling$")
                .containsPattern("(?m)^native access +enabled +" + ACCESS + "$")
                .containsPattern("(?m)^errorNumbers +yes ")
                .doesNotContain("--add-opens");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void linuxShared() {
        assertThat(saidWith(ACCESS, "-Dminato.platform=linux"))
                .containsPattern("(?m)^platform +linux +asked for by -Dminato.platform$")
                .containsPattern("(?m)^scheduling +shared +the default$")
                .containsPattern("(?m)^errorNumbers +yes ")
                .doesNotContain("--add-opens");
    }

    @Test
    void jdk() {
        assertThat(saidWith("-Dminato.platform=jdk"))
                .containsPattern("(?m)^platform +jdk +asked for by -Dminato.platform$")
                .containsPattern("(?m)^scheduling +shared +the default$")
                .containsPattern("(?m)^errorNumbers +no ")
                .doesNotContain("native access", "--add-opens");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void missingFlagsAreToBeAdded() {
        try (var minato = Program.minatoWith(List.of("-Dminato.scheduling=local"), "doctor")) {
            assertThat(minato.out().textToEnd())
                    .containsPattern("(?m)^scheduling +shared +local cannot be had: java.lang is not open to Minato$")
                    .containsPattern("(?m)^TO CHANGE +HOW$")
                    .containsPattern("(?m)^scheduling +add " + OPEN + "$")
                    .containsPattern("(?m)^native access +add " + ACCESS);
            assertThat(minato.err().textToEnd()).startsWith("WARNING: ");
            assertThat(minato.exitCode()).isZero();
        }
    }

    @Test
    void noPlatformIsSaidWithExitCode1AndElsewhereInOneLine() {
        List<String> wrong = List.of("-Dminato.platform=bsd");
        try (var doctor = Program.minatoWith(wrong, "doctor");
                var connect = Program.minatoWith(wrong, "connect", "127.0.0.1:1")) {
            assertThat(doctor.out().textToEnd())
                    .containsPattern("(?m)^platform +none +-Dminato.platform=bsd: invalid value; use jdk or linux$")
                    .containsPattern("(?m)^platform +give that property another value, or leave it out$")
                    .contains("open files");
            assertThat(doctor.exitCode()).isEqualTo(1);
            assertThat(connect.err().textToEnd())
                    .isEqualTo("minato: -Dminato.platform=bsd: invalid value; use jdk or linux\n");
            assertThat(connect.exitCode()).isEqualTo(1);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void sandboxThatForbidsEpollLeavesTheJdk() {
        try (var minato = doctorBehind(failing("epoll_create1", "EPERM"), List.of(ACCESS))) {
            assertThat(minato.out().textToEnd())
                    .containsPattern("(?m)^platform +jdk +linux does not work here: epoll cannot be had:");
            assertThat(minato.exitCode()).isZero();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void ringIsUsedWhenAskedForWhereItCanBeHad() {
        try (var minato = Program.minatoWith(ASKING_FOR_RING, "doctor")) {
            assertThat(unwrapped(minato.out().textToEnd()))
                    .containsPattern(" polling (ring asked for by -Dminato.polling|epoll io_uring cannot be had: .)");
        }
        assertThat(saidWith(ACCESS, OPEN, "-Dminato.scheduling=local"))
                .containsPattern("(?m)^polling +epoll +the default$");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void sandboxThatForbidsTheRingLeavesEpoll() {
        for (var each : Map.of(
                        "EPERM", "it is forbidden", "ENOSYS", "this kernel does not have it", "ENOMEM", "ulimit -l")
                .entrySet()) {
            try (var minato = doctorBehind(failing("io_uring_setup", each.getKey()), ASKING_FOR_RING)) {
                assertThat(unwrapped(minato.out().textToEnd()))
                        .contains(" platform linux ")
                        .containsPattern(" polling epoll io_uring cannot be had: .*" + each.getValue());
                assertThat(minato.exitCode()).isZero();
            }
        }
    }

    /// With a reason in one piece, however long it is.
    private static String unwrapped(String said) {
        return said.replaceAll("\\s+", " ");
    }

    @Test
    void everyCapabilityIsShownIn80Columns() {
        String said = saidWith(ACCESS);
        assertThat(Stream.of(Capabilities.class.getRecordComponents()))
                .allSatisfy(each -> assertThat(said).containsPattern("(?m)^" + each.getName() + " +(yes|no) "));
        assertThat(said.lines()).allMatch(line -> line.length() <= 80, "at most 80 columns");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Dminato.platform=jdk", "-Dminato.scheduling=local", "-Dminato.platform=bsd"})
    void theSummaryFitsATerminalEvenWhereMuchIsToChange(String flag) {
        var shell = List.of("sh", "-c", "ulimit -n 200 && exec \"$@\"", "sh");
        var doctor = Program.javaCommand(List.of(flag), Program.modules(), "doctor");
        try (var minato =
                Program.tool(Stream.concat(shell.stream(), doctor.stream()).toList())) {
            assertThat(minato.out().textToEnd().lines())
                    .hasSizeLessThan(24)
                    .allMatch(line -> line.length() <= 80, "at most 80 columns");
        }
    }

    @Test
    void theSummaryNamesWhatThePlatformLacks() {
        try (var minato = Program.minatoWith(List.of("-Dminato.platform=jdk"), "doctor")) {
            assertThat(unwrapped(minato.out().textToEnd()))
                    .containsPattern("capabilities \\d+ of " + Capabilities.class.getRecordComponents().length
                            + ", not errorNumbers, ")
                    .doesNotContain("net.core.rmem_max");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void fewOpenFilesAreToBeMore() {
        int rest = 40 + 3 * Runtime.getRuntime().availableProcessors();
        int wanted = 10_000 + rest;
        try (var minato = underLimit(200)) {
            assertThat(minato.out().textToEnd())
                    .containsPattern("(?m)^open files +200 \\(hard limit 200\\)$")
                    .containsPattern("(?m)^open files +allow " + wanted + " \\(ulimit -n\\), or serve takes only "
                            + (200 - rest) + " connections$");
            assertThat(minato.exitCode()).isZero();
        }
        try (var minato = underLimit(wanted)) {
            assertThat(minato.out().textToEnd()).doesNotContain("ulimit -n");
        }
    }

    /// Of a heap of 64 MiB three quarters are promised, and no more.
    @Test
    void theMemoryIsSummedUpLineByLine() {
        String said = saidWith(ACCESS, "-Xmx64m", "-XX:MaxDirectMemorySize=9m");
        assertThat(said)
                .containsPattern("(?m)^MEMORY OF SERVE +COUNT +KiB EACH +MiB$")
                .containsPattern("(?m)^heap, the program +1 ")
                .containsPattern("(?m)^heap, values of kv +1 ")
                .containsPattern("(?m)^heap, connections +[1-9]\\d+ +269 ")
                .containsPattern("(?m)^direct, system calls ")
                .containsPattern("(?m)^direct, together +[0-9.]+ of the 9.0 that may be")
                .containsPattern("(?m)^heap +allow \\d+ MiB \\(-Xmx\\), or serve takes only [1-9]\\d+ connections$");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xint",
                "-XX:+PreserveFramePointer",
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:0"
            })
    void whatMakesSwitchesSlowIsToBeRemoved(String flag) {
        String named = flag.replaceFirst("=.*", "");
        assertThat(saidWith(ACCESS, flag)).containsPattern("(?m)^switches +remove " + Pattern.quote(named) + ": ");
    }

    @Test
    void switchesAreFastWithoutThat() {
        assertThat(saidWith(ACCESS, "-XX:-PreserveFramePointer")).doesNotContain("switches");
    }

    private static Program underLimit(int files) {
        return doctorBehind(List.of("sh", "-c", "ulimit -n " + files + " && exec \"$@\"", "sh"), List.of(ACCESS));
    }

    /// A sandbox: that system call fails.
    private static List<String> failing(String call, String error) {
        String injected = "inject=" + call + ":error=" + error;
        return List.of("strace", "-f", "-qq", "-o", "/dev/null", "-e", injected, "-e", "signal=none");
    }

    private static Program doctorBehind(List<String> before, List<String> flags) {
        var doctor = Program.javaCommand(flags, Program.modules(), "doctor");
        return Program.tool(Stream.concat(before.stream(), doctor.stream()).toList());
    }

    private static String saidWith(String... flags) {
        try (var minato = Program.minatoWith(List.of(flags), "doctor", "--all")) {
            assertThat(minato.exitCode()).as("%s", minato).isZero();
            assertThat(minato.err().toEnd()).isEmpty();
            return minato.out().textToEnd();
        }
    }
}
