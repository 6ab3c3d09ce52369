package dev.minato.bench.server;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.platform.Choice;
import dev.minato.platform.Platform;
import dev.minato.platform.PlatformUnavailableException;
import dev.minato.task.Tasks;
import java.util.EnumSet;
import java.util.Set;

/// The common part of the servers of Minato: the platform that `-Dminato.platform` names, and the loop that
/// accepts.
final class MinatoServer {
    private static final Set<ErrorKind> PEER_GONE =
            EnumSet.of(ErrorKind.CONNECTION_RESET, ErrorKind.BROKEN_PIPE, ErrorKind.UNEXPECTED_EOF);

    private MinatoServer() {}

    /// What is done with one connection.
    @FunctionalInterface
    interface Handler {
        void handle(TcpStream stream) throws NetException;
    }

    /// Serves connections until the process ends.
    static void tcp(Handler handler) throws Exception {
        checkPlatform();
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            Control.ready(listener.localAddress().port());
            // In a task, so that the loop that accepts is one of the platform's own.
            Tasks.spawn(() -> accept(listener, handler)).join();
        }
    }

    private static void accept(TcpListener listener, Handler handler) {
        for (TcpStream stream : listener.incoming()) {
            Tasks.spawn(() -> serve(stream, handler));
        }
    }

    private static void serve(TcpStream stream, Handler handler) throws NetException {
        try (stream) {
            stream.setNoDelay(true);
            handler.handle(stream);
        } catch (NetException e) {
            if (!PEER_GONE.contains(e.kind())) {
                throw e;
            }
        }
    }

    /// Skips where this machine does not have the platform, the scheduling or the polling that is asked for, so
    /// that no figure stands under a name that it does not belong to.
    static void checkPlatform() {
        try {
            Platform platform = Platform.current();
            check(platform, "scheduling", "shared");
            check(platform, "polling", "epoll");
        } catch (PlatformUnavailableException e) {
            Control.skip(String.valueOf(e.getMessage()));
        }
    }

    /// A platform that does not speak of it has what is usual.
    private static void check(Platform platform, String name, String usual) {
        String asked = System.getProperty("minato." + name);
        if (asked == null) {
            return;
        }
        Choice choice = platform.choices().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(new Choice(name, usual, "the platform has no other"));
        if (!choice.value().equals(asked)) {
            Control.skip("asked for %s %s, got %s: %s".formatted(name, asked, choice.value(), choice.reason()));
        }
    }
}
