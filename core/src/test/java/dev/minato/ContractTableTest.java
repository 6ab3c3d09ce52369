package dev.minato;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `CONTRACT.md` names tests that exist, and every test of a contract.
class ContractTableTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path CONTRACTS = ROOT.resolve("core/src/test/java/dev/minato/contract");

    /// `[SomeTest]#someMethod`, as the table writes it.
    private static final Pattern NAMED = Pattern.compile("\\[(\\w+)\\]#(\\w+)");
    /// `[SomeTest]: core/src/test/java/…/SomeTest.java`
    private static final Pattern LINK = Pattern.compile("(?m)^\\[(\\w+)\\]: (\\S+)$");
    private static final Pattern TEST = Pattern.compile(
            "@(?:Test|ParameterizedTest|RepeatedTest|FuzzTest)\\b(?:(?!\\n    }\\n)[\\s\\S])*?\\bvoid (\\w+)\\(");

    @Test
    void everyTestThatItNamesExists() throws IOException {
        String table = table();
        Map<String, String> sources = sources(table);
        var missing = new TreeSet<String>();
        NAMED.matcher(table).results().forEach(named -> {
            String source = sources.getOrDefault(named.group(1), "");
            if (!testsOf(source).contains(named.group(2))) {
                missing.add(named.group());
            }
        });
        assertThat(missing).as("named, and not there").isEmpty();
    }

    @Test
    void everyTestOfAContractIsNamed() throws IOException {
        String table = table();
        var missing = new TreeSet<String>();
        try (Stream<Path> files = Files.list(CONTRACTS)) {
            for (Path file : files.filter(path -> path.toString().endsWith("Contract.java"))
                    .toList()) {
                var name = file.getFileName().toString().replace(".java", "");
                testsOf(Files.readString(file)).stream()
                        .map(test -> "[" + name + "]#" + test)
                        .filter(named -> !Pattern.compile(Pattern.quote(named) + "\\b")
                                .matcher(table)
                                .find())
                        .forEach(missing::add);
            }
        }
        assertThat(missing).as("there, and not named").isEmpty();
    }

    private static String table() throws IOException {
        return Files.readString(ROOT.resolve("CONTRACT.md"));
    }

    /// The text of each class that the table links to.
    private static Map<String, String> sources(String table) throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (Matcher link = LINK.matcher(table); link.find(); ) {
            sources.put(link.group(1), Files.readString(ROOT.resolve(link.group(2))));
        }
        return sources;
    }

    private static List<String> testsOf(String source) {
        return TEST.matcher(source).results().map(found -> found.group(1)).toList();
    }
}
