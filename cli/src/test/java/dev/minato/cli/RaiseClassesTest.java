package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `build/RaiseClasses.java`: the classes of a jar are ones that an AOT cache takes, verify, and do as before.
class RaiseClassesTest {
    private static final String PROGRAM =
            Path.of("../build/RaiseClasses.java").toAbsolutePath().normalize().toString();

    private static final int MAJOR_VERSION = 7;
    private static final int JAVA_7 = 51;

    @TempDir
    private Path folder;

    private static Path module(String name) {
        return Arrays.stream(Program.modules().split(File.pathSeparator))
                .map(Path::of)
                .filter(each -> each.getFileName().toString().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private Path raised(Path jar) throws IOException {
        Path copy = folder.resolve(jar.getFileName().toString());
        Files.copy(jar, copy);
        Program.outputOf("", Program.ofJdk("java"), PROGRAM, copy.toString());
        return copy;
    }

    private static List<String> classes(ZipFile jar) {
        return jar.stream()
                .map(ZipEntry::getName)
                .filter(each -> each.startsWith("picocli/") && each.endsWith(".class"))
                .toList();
    }

    @Test
    void oldClassesAreRaisedAndVerify() throws Exception {
        Path jar = raised(module("picocli-"));
        try (var zip = new ZipFile(jar.toFile());
                var loader =
                        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            assertThat(classes(zip)).isNotEmpty();
            for (String name : classes(zip)) {
                byte[] bytes = zip.getInputStream(zip.getEntry(name)).readAllBytes();
                assertThat(bytes[MAJOR_VERSION]).as(name).isEqualTo((byte) JAVA_7);
                String type =
                        name.substring(0, name.length() - ".class".length()).replace('/', '.');
                assertThat(Class.forName(type, true, loader)).isNotNull();
            }
        }
    }

    @Test
    void theyDoAsBefore() throws IOException {
        Path old = module("picocli-");
        String modules = Program.modules().replace(old.toString(), raised(old).toString());
        String[] help = {"help", "serve"};
        List<String> before = Program.minatoCommand(Program.modules(), help);
        List<String> after = Program.minatoCommand(modules, help);
        assertThat(Program.outputOf("", after.toArray(String[]::new)))
                .isEqualTo(Program.outputOf("", before.toArray(String[]::new)));
    }

    @Test
    void newClassesStayAsTheyWere() throws IOException {
        Path jar = module("dnsjava-");
        assertThat(raised(jar)).hasSameBinaryContentAs(jar);
    }
}
