package dev.minato.gallery;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/// The bytes that one side of a connection sent, as a file: what they are in lines with `#`, then the bytes in
/// hexadecimal, 32 to a line.
///
/// ```
///   # protocol: dns
///   # sent by: dig 9.18.49
///   # to: dnsmasq 2.90
///   # run: dig +tcp @127.0.0.1 -p 5301 www.example.com
///   0038…
/// ```
///
/// @param protocol the name of the file without its ends
/// @param sender the program that sent the bytes, and its version
/// @param receiver the program that got them
/// @param command what was run
record Capture(String protocol, String sender, String receiver, String command, byte[] bytes) {
    static final Path FOLDER = Path.of("src/test/captures");

    private static final int BYTES_A_LINE = 32;
    private static final HexFormat HEX = HexFormat.of();

    /// Where a side's bytes are.
    static Path file(Path folder, String protocol, String side) {
        return folder.resolve(protocol + "." + side + ".hex");
    }

    static Capture read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        String hex = lines.stream().filter(line -> !line.startsWith("#")).collect(joining());
        return new Capture(
                field(lines, "protocol"),
                field(lines, "sent by"),
                field(lines, "to"),
                field(lines, "run"),
                HEX.parseHex(hex));
    }

    private static String field(List<String> lines, String name) throws IOException {
        String start = "# " + name + ": ";
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow(() -> new IOException("a capture without '" + start + "'"))
                .substring(start.length());
    }

    void write(Path file) throws IOException {
        var text = new StringBuilder();
        text.append("# protocol: ").append(protocol).append("\n# sent by: ").append(sender);
        text.append("\n# to: ")
                .append(receiver)
                .append("\n# run: ")
                .append(command.replaceAll("\\s*\\R\\s*", "; "))
                .append('\n');
        for (int at = 0; at < bytes.length; at += BYTES_A_LINE) {
            HEX.formatHex(text, bytes, at, Math.min(bytes.length, at + BYTES_A_LINE))
                    .append('\n');
        }
        Files.writeString(file, text);
    }
}
