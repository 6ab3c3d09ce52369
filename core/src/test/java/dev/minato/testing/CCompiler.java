package dev.minato.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Small programs in C, made and run, that say what the headers of a machine say.
public final class CCompiler {
    private static final Path DIRECTORY = Path.of("target", "abi");

    private CCompiler() {}

    /// The values of expressions on this machine, as `int`.
    public static Map<String, Integer> values(String headers, List<String> expressions) throws Exception {
        var source = new StringBuilder(headers).append("int main(void) {\n");
        for (String expression : expressions) {
            source.append("    printf(\"%%d\\n\", (int) (%s));%n".formatted(expression));
        }
        Path program = compile("gcc", source.append("    return 0;\n}\n").toString());
        List<String> lines =
                run(List.of(program.toAbsolutePath().toString())).lines().toList();
        assertThat(lines).hasSameSizeAs(expressions);
        Map<String, Integer> values = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            values.put(expressions.get(i), Integer.valueOf(lines.get(i)));
        }
        return values;
    }

    /// Has a compiler, perhaps of another processor, hold expressions against their values, as `int`.
    public static void check(String compiler, String headers, Map<String, Integer> values) throws Exception {
        var source = new StringBuilder(headers);
        values.forEach((expression, value) ->
                source.append("_Static_assert((int) (%1$s) == %2$dL, \"%1$s\");%n".formatted(expression, value)));
        compile(compiler, source.toString(), "-c");
    }

    /// Compiles a source, which must succeed; returns what was made. Aborts the test where there is no such compiler.
    public static Path compile(String compiler, String source, String... options) throws Exception {
        Requirement.that("the C compiler " + compiler, isThere(compiler));
        Files.createDirectories(DIRECTORY);
        Path file = Files.createTempFile(DIRECTORY, compiler + "-", ".c");
        Files.writeString(file, source);
        Path made = Path.of(file.toString().replaceAll("\\.c$", ""));
        var command = new ArrayList<>(List.of(compiler, "-std=c11", "-Wall", "-o", made.toString(), file.toString()));
        command.addAll(List.of(options));
        run(command);
        return made;
    }

    private static boolean isThere(String compiler) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, compiler)));
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        try (var process = Subprocess.startMerged(command)) {
            String output = process.text();
            assertThat(process.exitCode()).as(output).isZero();
            return output;
        }
    }
}
