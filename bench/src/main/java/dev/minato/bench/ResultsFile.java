package dev.minato.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The file that the repository keeps, of two parts: what `bench/run peers` writes, and the further measurements, each
/// under
/// its own date. Who writes one part keeps the other.
///
/// @param path where it is
record ResultsFile(Path path) {
    private static final String FURTHER = "# Further measurements\n";

    void writePeers(String text) throws IOException {
        write(text, further());
    }

    void writeFurther(String text) throws IOException {
        write(peers(), FURTHER + text);
    }

    private void write(String peers, String further) throws IOException {
        Files.writeString(path, further.isEmpty() ? peers : peers.stripTrailing() + "\n\n" + further);
    }

    private String peers() throws IOException {
        String text = text();
        return text.substring(0, end(text));
    }

    private String further() throws IOException {
        String text = text();
        return text.substring(end(text));
    }

    private static int end(String text) {
        int begin = text.startsWith(FURTHER) ? 0 : text.indexOf("\n" + FURTHER) + 1;
        return begin > 0 || text.startsWith(FURTHER) ? begin : text.length();
    }

    private String text() throws IOException {
        return Files.exists(path) ? Files.readString(path) : "";
    }
}
