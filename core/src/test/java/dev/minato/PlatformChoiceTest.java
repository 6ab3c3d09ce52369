package dev.minato;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.platform.Platform;
import dev.minato.testing.Subprocess;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The platform is the one that is asked for, else linux where that works; the reason is said, and said again.
///
/// Each in a process of its own, on the class path.
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class PlatformChoiceTest {
    private static final String ACCESS = "--enable-native-access=ALL-UNNAMED";
    private static final String OPEN = "--add-opens=java.base/java.lang=ALL-UNNAMED";

    @TempDir
    Path folder;

    private Path err;

    @BeforeEach
    void nameFile() {
        err = folder.resolve("err");
    }

    @Test
    void linuxIsTheDefaultAndJavaWarnsOnceUnlessToldBefore() throws Exception {
        assertThat(choices())
                .contains(
                        "[name=platform, value=linux, reason=the default where it works, advice=]",
                        "[name=scheduling, value=shared, reason=the default, advice=]",
                        "value=tolerated",
                        "advice=add --enable-native-access=ALL-UNNAMED");
        assertThat(Files.readString(err))
                .containsOnlyOnce("WARNING: A restricted method in java.lang.foreign.Linker has been called")
                .hasLineCount(5);

        assertThat(choices(ACCESS)).contains("value=linux", "value=enabled");
        assertThat(Files.readString(err)).isEmpty();
    }

    @Test
    void jdkIsHadWhenAskedFor() throws Exception {
        assertThat(choices("-Dminato.platform=jdk", "-Dminato.scheduling=local"))
                .contains("value=jdk, reason=asked for by -Dminato.platform, advice=]")
                .contains("value=shared, reason=only the linux platform has local");
        // A wish that cannot be met is not passed over in silence.
        assertThat(Files.readString(err))
                .containsOnlyOnce("WARNING")
                .contains("-Dminato.scheduling=local is not in effect, scheduling is shared");
    }

    @Test
    void jdkIsTheDefaultWhereLinuxDoesNotWork() throws Exception {
        String denied = "--illegal-native-access=deny";
        assertThat(choices(denied)).contains("value=jdk, reason=linux does not work here: Java denies native access");
        assertThat(choices("-Dos.name=Mac OS X")).contains("value=jdk, reason=linux does not work here: this is Mac");
        assertThat(choices("-Dos.arch=riscv64"))
                .contains("value=jdk, reason=linux does not work here: the processor is riscv64");
        assertThat(Files.readString(err)).isEmpty();
    }

    @Test
    void linuxThatIsAskedForAndDoesNotWorkIsAFailureEachTime() throws Exception {
        String said = choices("--illegal-native-access=deny", "-Dminato.platform=linux");
        assertThat(said.lines())
                .hasSize(2)
                .allMatch(("-Dminato.platform=linux does not work here: Java denies native access"
                        + " (--enable-native-access=ALL-UNNAMED gives it)")::equals);
        assertThat(Files.readString(err)).isEmpty();
    }

    @Test
    void wrongValueIsAFailureEachTime() throws Exception {
        assertThat(choices("-Dminato.platform=bsd").lines())
                .hasSize(2)
                .allMatch("-Dminato.platform=bsd: invalid value; use jdk or linux"::equals);
        assertThat(choices("-Dminato.platform=jdk", "-Dminato.scheduling=").lines())
                .hasSize(2)
                .allMatch("-Dminato.scheduling=: invalid value; use shared or local"::equals);
        for (String stall : List.of("foo", "", "-1", "1.5", "10000000000")) {
            assertThat(choices("-Dminato.platform=jdk", "-Dminato.stall=" + stall)
                            .lines())
                    .hasSize(2)
                    .allMatch(
                            ("-Dminato.stall=" + stall + ": invalid value; use milliseconds from 0 to 999999999")
                                    ::equals);
        }
        assertThat(choices("-Dminato.platform=jdk", "-Dminato.stall=0")).contains("value=jdk");
    }

    @Test
    void localSchedulingNeedsItsFlag() throws Exception {
        assertThat(choices(ACCESS, OPEN, "-Dminato.scheduling=local"))
                .contains("value=local, reason=asked for by -Dminato.scheduling, advice=]");
        assertThat(choices(ACCESS, OPEN, "-Dminato.scheduling=shared"))
                .contains("value=shared, reason=asked for by -Dminato.scheduling, advice=]");
        assertThat(choices(ACCESS, "-Dminato.scheduling=local"))
                .contains("value=shared, reason=local cannot be had: java.lang is not open to Minato")
                .contains("advice=add " + OPEN);
    }

    @Test
    void ringNeedsLocalScheduling() throws Exception {
        assertThat(choices(ACCESS, OPEN, "-Dminato.scheduling=local", "-Dminato.polling=ring"))
                .containsPattern("name=polling, value=(ring, reason=asked for|epoll, reason=io_uring cannot be had)");
        assertThat(choices(ACCESS, "-Dminato.polling=ring"))
                .contains("value=epoll, reason=only local scheduling has ring, advice=add -Dminato.scheduling=local");
        assertThat(Files.readString(err))
                .containsOnlyOnce("WARNING")
                .contains("-Dminato.polling=ring is not in effect, polling is epoll");
        assertThat(choices("-Dminato.platform=jdk", "-Dminato.polling=ring"))
                .contains("value=selector, reason=only the linux platform has ring");
        assertThat(choices(ACCESS, "-Dminato.polling=kqueue").lines())
                .allMatch("-Dminato.polling=kqueue: invalid value; use epoll or ring"::equals);
    }

    /// As in most containers: seccomp answers EPERM, or ENOSYS.
    @Test
    void withoutTheRingThereIsEpoll() throws Exception {
        String ioUringSetup = "425";
        assertThat(sandboxed(ioUringSetup, "1"))
                .containsPattern("value=epoll, reason=io_uring cannot be had: it is forbidden ")
                .contains("bytes: 1");
        assertThat(sandboxed(ioUringSetup, "38"))
                .contains("value=epoll, reason=io_uring cannot be had: this kernel does not have it, or a sandbox")
                .contains("bytes: 1");
        assertThat(Files.readString(err))
                .containsOnlyOnce("WARNING")
                .contains("-Dminato.polling=ring is not in effect, polling is epoll: io_uring cannot be had");
    }

    private String sandboxed(String call, String error) throws Exception {
        return run(
                ACCESS,
                OPEN,
                "-Dminato.scheduling=local",
                "-Dminato.polling=ring",
                "-cp",
                classPath(),
                WithoutSyscall.class.getName(),
                call,
                error);
    }

    @Test
    void noSchedulingButLocalReachesIntoJava() throws Exception {
        for (String platform : List.of("linux", "jdk")) {
            assertThat(program(NeverWaiting.class, ACCESS, "-Dminato.platform=" + platform))
                    .isEqualToIgnoringNewLines("done");
        }
        assertThat(program(NeverWaiting.class, ACCESS, OPEN, "-Dminato.scheduling=local"))
                .isEqualToIgnoringNewLines("done");
        assertThat(Files.readString(err)).isEmpty();
    }

    @Test
    void manifestOfAnExecutableJarGivesBoth() throws Exception {
        assertThat(run("-Dminato.scheduling=local", "-jar", executableJar()))
                .contains("value=local, reason=asked for by -Dminato.scheduling, advice=]", "value=enabled");
        assertThat(Files.readString(err)).isEmpty();
    }

    private String executableJar() throws IOException, URISyntaxException {
        var manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, PlatformChoice.class.getName());
        main.put(
                Attributes.Name.CLASS_PATH,
                rootOf(Platform.class).toUri() + " "
                        + rootOf(PlatformChoice.class).toUri());
        main.putValue("Enable-Native-Access", "ALL-UNNAMED");
        main.putValue("Add-Opens", "java.base/java.lang");
        Path jar = folder.resolve("program.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar.toString();
    }

    @Test
    void reasonsAreLoggedAtDebug() throws Exception {
        Path logging = Files.writeString(folder.resolve("logging"), """
                handlers=java.util.logging.ConsoleHandler
                java.util.logging.ConsoleHandler.level=FINE
                dev.minato.platform.Platform.level=FINE
                """);
        choices(ACCESS, "-Djava.util.logging.config.file=" + logging);
        assertThat(Files.readString(err))
                .contains("platform linux: the default where it works")
                .contains("scheduling shared: the default");
    }

    /// What [PlatformChoice] says with these options, on the class path.
    private String choices(String... options) throws IOException, InterruptedException, URISyntaxException {
        return program(PlatformChoice.class, options);
    }

    private String program(Class<?> program, String... options)
            throws IOException, InterruptedException, URISyntaxException {
        var all = new ArrayList<>(List.of(options));
        all.addAll(List.of("-cp", classPath(), program.getName()));
        return run(all.toArray(String[]::new));
    }

    /// What Java prints; it must end well.
    private String run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(err.toFile());
        try (var process = Subprocess.start(builder, Subprocess.LIFETIME)) {
            String said = process.text();
            assertThat(process.exitCode()).as(said).isZero();
            return said;
        }
    }

    private static String classPath() throws URISyntaxException {
        return rootOf(Platform.class) + File.pathSeparator + rootOf(PlatformChoice.class);
    }

    /// Test classes are patched into the module, so the module's location is not theirs.
    private static Path rootOf(Class<?> type) throws URISyntaxException {
        Path path = Path.of(type.getResource(type.getSimpleName() + ".class").toURI());
        for (int i = type.getName().split("\\.").length; i > 0; i--) {
            path = path.getParent();
        }
        return path;
    }
}
