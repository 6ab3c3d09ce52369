package dev.minato.cli;

import dev.minato.address.AddressParseException;
import dev.minato.address.IpNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A list of networks on the command line: `10.0.0.0/8,2001:db8::/32,@FILE`.
///
/// A file has a network a line, empty lines, and comments from a `#` to the end of the line.
///
/// @param option what it was given to, for failures
/// @param items networks, and files behind an `@`
record NetworkOption(String option, List<String> items) {
    /// A million networks and more.
    private static final int MAX_FILE = 32 * 1024 * 1024;

    /// Takes a list apart, and reads nothing.
    static NetworkOption of(String option, String text) {
        return new NetworkOption(option, List.of(text.split(",", -1)));
    }

    /// Whether it names a file, which may change.
    boolean hasFile() {
        return items.stream().anyMatch(item -> item.startsWith("@"));
    }

    /// Returns the networks, those in files as they are now.
    ///
    /// @throws Failure if one is malformed, or a file cannot be read
    List<IpNetwork> networks() throws Failure {
        List<IpNetwork> networks = new ArrayList<>();
        for (String item : items) {
            if (item.startsWith("@")) {
                addFile(Path.of(item.substring(1)), networks);
            } else {
                networks.add(network(item, option));
            }
        }
        return networks;
    }

    private void addFile(Path file, List<IpNetwork> networks) throws Failure {
        int number = 0;
        for (String line : text(file).split("\n", -1)) {
            number++;
            String network = line.replaceFirst("#.*", "").strip();
            if (!network.isEmpty()) {
                networks.add(network(network, option + ": " + file + ", line " + number));
            }
        }
    }

    /// The bytes as characters: what is no network is a comment, in whatever encoding.
    private String text(Path file) throws Failure {
        try (InputStream input = Files.newInputStream(file)) {
            byte[] bytes = input.readNBytes(MAX_FILE + 1);
            if (bytes.length > MAX_FILE) {
                throw Failure.refused(option + ": " + file + " is longer than " + SizeOption.text(MAX_FILE));
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw Failure.refused(option + ": there is no file " + file);
        } catch (IOException e) {
            throw Failure.refused(option + ": cannot read " + file + ": " + Commands.text(e));
        }
    }

    private static IpNetwork network(String text, String where) throws Failure {
        try {
            return IpNetwork.parse(text);
        } catch (AddressParseException e) {
            throw Failure.usage(where + ": " + Commands.text(e));
        }
    }
}
