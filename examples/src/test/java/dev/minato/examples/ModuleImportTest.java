package dev.minato.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Beside `java.base`, which every compact source file imports, `import module dev.minato` makes no simple name
/// ambiguous.
class ModuleImportTest {
    private static final String NAME = "dev.minato";

    @Test
    void everyPublicTypeIsNamedAlone(@TempDir Path folder) throws Exception {
        Path modules = Path.of(ErrorKind.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> types = exportedTypes(modules);
        assertThat(types).hasSizeGreaterThan(60).contains("BufferedSource", "TcpStream", "PlatformOptions");
        Path file = Files.writeString(folder.resolve("Every.java"), program(types));

        var errors = new StringWriter();
        var output = new PrintWriter(errors, true);
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        output,
                        output,
                        "-proc:none",
                        "-d",
                        folder.toString(),
                        "--module-path",
                        modules.toString(),
                        "--add-modules",
                        NAME,
                        file.toString());

        assertThat(status).as(errors.toString()).isZero();
    }

    /// A class literal needs no type arguments.
    private static String program(List<String> types) {
        var source = new StringBuilder("import module dev.minato;\n\nvoid main() {\n");
        types.forEach(type -> source.append("    IO.println(").append(type).append(".class);\n"));
        return source.append("}\n").toString();
    }

    /// The public types of the exported packages, those in others by the name of the outer one.
    private static List<String> exportedTypes(Path modules) throws IOException {
        ModuleReference module = ModuleFinder.of(modules).find(NAME).orElseThrow();
        List<String> packages = module.descriptor().exports().stream()
                .filter(Predicate.not(ModuleDescriptor.Exports::isQualified))
                .map(ModuleDescriptor.Exports::source)
                .toList();
        try (ModuleReader reader = module.open();
                Stream<String> files = reader.list()) {
            return files.filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .filter(type -> packages.contains(type.substring(0, type.lastIndexOf('.'))))
                    .map(ModuleImportTest::load)
                    .filter(ModuleImportTest::isPublic)
                    .map(type -> type.getCanonicalName()
                            .substring(type.getPackageName().length() + 1))
                    .toList();
        }
    }

    private static Class<?> load(String type) {
        try {
            return Class.forName(type, false, ModuleImportTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isPublic(Class<?> type) {
        Class<?> outer = type.getDeclaringClass();
        return Modifier.isPublic(type.getModifiers())
                && !type.isAnonymousClass()
                && !type.isLocalClass()
                && (outer == null || isPublic(outer));
    }
}
