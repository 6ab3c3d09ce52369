package dev.minato.platform.lookup;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.StringTokenizer;

/// The names in the operating system's hosts file (hosts(5)), read again when it has changed.
///
/// It says only *whether* a name is there; what it means is up to the operating system's resolver. The file is
/// `-Djdk.net.hosts.file`, if that is given, as for the JDK itself.
final class HostsFile {
    /// Names beyond these are looked up as if they were not there.
    static final int MAX_NAMES = 65_536;

    private final Path path;
    private FileTime modified = FileTime.fromMillis(0);
    private long size = -1;
    private Set<String> names = Set.of();

    HostsFile(Path path) {
        this.path = path;
    }

    /// The one that the JDK's resolver reads.
    static HostsFile ofTheSystem() {
        String chosen = System.getProperty("jdk.net.hosts.file");
        if (chosen != null) {
            return new HostsFile(Path.of(chosen));
        }
        String windows = System.getenv("SystemRoot");
        return new HostsFile(
                windows != null && File.separatorChar == '\\'
                        ? Path.of(windows, "System32", "drivers", "etc", "hosts")
                        : Path.of("/etc/hosts"));
    }

    /// Whether a name is there, in upper or lower case. May read the file, and so may block for a moment.
    synchronized boolean knows(String name) {
        readIfChanged();
        return names.contains(name.toLowerCase(Locale.ROOT));
    }

    /// A file that cannot be read counts as empty, as for the operating system's resolver.
    private void readIfChanged() {
        try {
            var about = Files.readAttributes(path, BasicFileAttributes.class);
            if (about.size() != size || !about.lastModifiedTime().equals(modified)) {
                names = read();
                size = about.size();
                modified = about.lastModifiedTime();
            }
        } catch (IOException cannotBeRead) {
            names = Set.of();
            size = -1;
        }
    }

    private Set<String> read() throws IOException {
        var found = new HashSet<String>();
        // Latin-1 takes any bytes; a name that can be looked up is ASCII.
        try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null && found.size() < MAX_NAMES; line = lines.readLine()) {
                addNames(line, found);
            }
        }
        return found;
    }

    private static void addNames(String line, Set<String> found) {
        int comment = line.indexOf('#');
        var fields = new StringTokenizer(comment < 0 ? line : line.substring(0, comment));
        if (fields.hasMoreTokens()) {
            String _ = fields.nextToken(); // the address
        }
        while (fields.hasMoreTokens()) {
            found.add(fields.nextToken().toLowerCase(Locale.ROOT));
        }
    }
}
