package dev.minato.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The machine, system and JDK that a result comes from.
final class Machine {
    private static final Pattern NETTY = Pattern.compile("netty-transport-(4[0-9.]+)\\.Final\\.jar");

    private Machine() {}

    static Map<String, String> facts() throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        facts.put("processor", processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores");
        facts.put("system", System.getProperty("os.name") + " " + version(System.getProperty("os.version")));
        facts.put("Java", System.getProperty("java.vendor.version", "") + " " + System.getProperty("java.vm.name"));
        facts.put("Netty", netty());
        facts.put("C compiler", firstLine("cc", "--version"));
        facts.put("OpenSSL", firstLine("openssl", "version"));
        facts.put("Rust", firstLine("rustc", "--version"));
        facts.put("Node", firstLine("node", "--version"));
        return facts;
    }

    /// Without what a vendor appends.
    private static String version(String system) {
        return system.replaceFirst("^([0-9.]*[0-9]).*", "$1");
    }

    /// How many descriptors a process that is started here may open.
    static long descriptors() {
        Path limits = Path.of("/proc/self/limits");
        try (var lines = Files.lines(limits)) {
            return lines.filter(line -> line.startsWith("Max open files"))
                    .map(line ->
                            line.substring("Max open files".length()).strip().split("\\s+", 2)[0])
                    .mapToLong(limit -> limit.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(limit))
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException elsewhere) {
            return Long.MAX_VALUE;
        }
    }

    private static String processor() throws IOException {
        Path information = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(information)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(information).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static String netty() {
        Matcher matcher = NETTY.matcher(System.getProperty("java.class.path"));
        return matcher.find() ? matcher.group(1) : "unknown";
    }

    private static String firstLine(String... command) throws IOException {
        if (!Tools.isInPath(command[0])) {
            return "none";
        }
        Process process = Children.start(new ProcessBuilder(command).redirectErrorStream(true));
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            return String.valueOf(output.readLine());
        }
    }
}
