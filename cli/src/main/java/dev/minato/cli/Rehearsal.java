package dev.minato.cli;

import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.task.Tasks;
import java.time.Duration;

/// What `./minato` runs when it makes an AOT cache: commands whose classes the cache then holds, so that the
/// next start loads them from there. Nobody sees what they print, and standard input is empty.
final class Rehearsal {
    private static final int ATTEMPTS = 100;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Rehearsal() {}

    /// Rehearses what starts with the flags of this kind: `short`, or one of those with a platform.
    public static void main(String[] kind) throws NetException, InterruptedException {
        Main.prepare();
        if (kind[0].equals("short")) {
            Commands.run("--version");
            Commands.run("services");
            Commands.run("help", "serve");
        } else {
            Commands.run("doctor");
            serve();
        }
        StandardError.writer().close();
        System.exit(0);
    }

    /// Serves until a client has been there; once the port is taken by somebody else, in vain.
    private static void serve() throws NetException, InterruptedException {
        String address = freeAddress();
        Thread.ofPlatform().start(() -> Commands.run("serve", "echo/tcp=" + address, "time=127.0.0.1:0"));
        for (int i = 0; i < ATTEMPTS && Commands.run("connect", "--quiet", address) != 0; i++) {
            Tasks.sleep(PAUSE);
        }
    }

    private static String freeAddress() throws NetException {
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            return listener.localAddress().toString();
        }
    }
}
