package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.Task;
import dev.minato.task.Tasks;
import dev.minato.testing.NetworkTest;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers that hand a path over to each other: whoever has bound it keeps it.
@NetworkTest
class UnixHandOverTest {
    private static final UnixListenerOptions OPTIONS =
            UnixListener.options().removeStale(true).unlinkOnClose(true);

    @TempDir
    Path folder;

    @Test
    void aServerThatEndsLeavesItsSuccessorThePath() throws Exception {
        Path path = folder.resolve("x.sock");
        List<Task<Integer>> servers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            servers.add(Tasks.spawn(() -> serveInTurn(path, 300)));
        }
        int lost = 0;
        for (Task<Integer> server : servers) {
            lost += server.join();
        }
        assertThat(lost).isZero();
        assertThat(path).doesNotExist();
    }

    /// Binds and closes again and again; how often the path was gone while it was bound.
    private static int serveInTurn(Path path, int turns) throws Exception {
        int lost = 0;
        for (int turn = 0; turn < turns; turn++) {
            try (var _ = bound(path)) {
                for (int look = 0; look < 20; look++) {
                    Thread.yield();
                }
                lost += Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? 0 : 1;
            }
        }
        return lost;
    }

    private static UnixListener bound(Path path) throws NetException {
        for (; ; ) {
            try {
                return OPTIONS.bind(path);
            } catch (NetException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.ADDRESS_IN_USE);
                Thread.yield();
            }
        }
    }
}
