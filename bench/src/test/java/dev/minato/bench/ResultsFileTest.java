package dev.minato.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who writes one part of the file of results keeps the other.
@NullMarked
class ResultsFileTest {
    @TempDir
    Path folder;

    private Path path = Path.of("RESULTS.md");

    @BeforeEach
    void inTheFolder() {
        path = folder.resolve("RESULTS.md");
    }

    @Test
    void thePeersAreRewrittenAndTheRestStays() throws IOException {
        Files.writeString(path, "# Results\n\nold\n\n# Further measurements\n\n## TLS\n\nsome\n");
        new ResultsFile(path).writePeers("# Results\n\nnew\n");
        assertThat(path).hasContent("# Results\n\nnew\n\n# Further measurements\n\n## TLS\n\nsome\n");
    }

    @Test
    void theRestIsRewrittenAndThePeersStay() throws IOException {
        Files.writeString(path, "# Results\n\nold\n\n# Further measurements\n\n## TLS\n");
        new ResultsFile(path).writeFurther("\n## Ticks\n");
        assertThat(path).hasContent("# Results\n\nold\n\n# Further measurements\n\n## Ticks\n");
    }

    @Test
    void thereIsNoFileYet() throws IOException {
        new ResultsFile(path).writePeers("# Results\n");
        assertThat(path).hasContent("# Results\n");
        new ResultsFile(path).writeFurther("\n## Ticks\n");
        assertThat(path).hasContent("# Results\n\n# Further measurements\n\n## Ticks\n");
    }
}
